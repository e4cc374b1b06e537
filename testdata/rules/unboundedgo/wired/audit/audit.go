// Package audit records in a database, in the background.
package audit

import "database/sql"

type Log struct{ DB *sql.DB }

func (l *Log) Record(what string) {
	go l.write(what) // want `every request leaves a goroutine behind that waits in \(\*sql.DB\).Exec with nothing to end it \(via \(\*api.Handler\).Get → \(\*audit.Log\).Record\)`
}

func (l *Log) write(what string) {
	_, _ = l.DB.Exec("INSERT INTO audit VALUES ($1)", what)
}
