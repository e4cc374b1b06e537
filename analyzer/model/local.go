package model

import "strings"

// A Local row is a driver, a setting named by "dsn:" and what the driver is
// called, of a database that the process has itself: its queries wait for files,
// and for nobody else.
type Local struct {
	Symbol string
	Note   string
}

func (l *Local) cells() []cell    { return []cell{{"note", (*text)(&l.Note), false}} }
func (l *Local) identity() string { return "" }
func (l *Local) check() error     { return nil }

// Local returns the local row of a setting, or nil.
func (l *Library) Local(sym string) *Local { return first[*Local](l, RowLocal, sym) }

// IsLocal reports whether a driver is that of a local database.
func (c *Catalogue) IsLocal(driver string) bool {
	return c.Settings().Local("dsn:"+driver) != nil
}

// OpensLocal reports whether a package is such a driver, or makes what opens a
// database with one.
func (c *Catalogue) OpensLocal(importPath string) bool {
	for r := range c.Library(importPath).All() {
		if row, ok := r.Entry.(*Client); ok && row.DSN != "" {
			if driver, _, _ := strings.Cut(row.DSN, " "); c.IsLocal(driver) {
				return true
			}
		}
	}
	return false
}
