package model

// A Pool row is a field, or a method with one number, that sets how many
// connections a pool has. The rows of one type are of one pool.
type Pool struct {
	Symbol string
	Sets   PoolSets // required
	Note   string
}

func (p *Pool) cells() []cell {
	return []cell{
		{"sets", &p.Sets, true},
		{"note", (*text)(&p.Note), false},
	}
}

func (p *Pool) identity() string { return "" }
func (p *Pool) check() error     { return nil }

// Pool returns the pool row of a symbol, or nil.
func (l *Library) Pool(sym string) *Pool { return first[*Pool](l, RowPool, sym) }
