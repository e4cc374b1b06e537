// Package pgconn has the API of the real one that fixtures use.
package pgconn

type CommandTag struct{}

func (ct CommandTag) RowsAffected() int64 { return 0 }
