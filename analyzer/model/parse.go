package model

import (
	"fmt"
	"strings"
)

// A parser collects the rows of one or more files. It goes on after a wrong
// line, so that a user sees every mistake at once.
type parser struct {
	file string
	line int
	path string // of the section; empty before the first

	rows    map[string][]Row // by import path
	modules []Module
	errs    []error

	// seen refuses duplicates. It is nil where that was checked before, by the
	// tests of the built-in files.
	seen map[rowID]Row
}

// A rowID is what no two rows may share.
type rowID struct {
	path     string
	kind     RowKind
	symbol   string
	identity string
}

func (p *parser) parse(file, text string) {
	p.file, p.line, p.path = file, 0, ""
	for line := range strings.SplitSeq(text, "\n") {
		p.line++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := p.parseLine(line); err != nil {
			p.errs = append(p.errs, fmt.Errorf("%s:%d: %w", file, p.line, err))
		}
	}
}

func (p *parser) parseLine(line string) error {
	word := line
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		word = line[:i]
	}
	switch word {
	case "package", "settings", "module":
		return p.parseDirective(line, strings.Fields(line))
	}
	return p.parseRow(line)
}

// parseDirective reads a line that is no row.
func (p *parser) parseDirective(line string, words []string) error {
	switch words[0] {
	case "package":
		if len(words) != 2 || !validPath(words[1]) {
			return fmt.Errorf("%q: want package PATH", line)
		}
		p.path = words[1]
	case "settings":
		if len(words) != 1 {
			return fmt.Errorf("%q: want settings, alone", line)
		}
		p.path = settingsPath
	case "module":
		if len(words) < 2 || len(words) > 4 || !validPath(words[1]) || len(words) == 4 && words[3] != "majors" {
			return fmt.Errorf("%q: want module PATH, module PATH VERSION, or module PATH VERSION majors", line)
		}
		m := Module{Path: words[1], Majors: len(words) == 4}
		if len(words) > 2 {
			m.Version = words[2]
		}
		p.modules = append(p.modules, m)
	}
	return nil
}

// validPath refuses what cannot be an import path; it is no full check.
func validPath(path string) bool {
	return path[0] != '_' && path[0] != '/' && path[len(path)-1] != '/' && !strings.ContainsAny(path, `\:"'`+"`")
}

func (p *parser) parseRow(line string) error {
	fields := splitCells(line)
	row := Row{File: p.file, Line: p.line}
	if err := row.Kind.set(fields[0]); err != nil {
		return fmt.Errorf("row %q: %w, or package, settings, module; cells are separated by tabs", fields[0], err)
	}
	if p.path == "" {
		return fmt.Errorf("%s row before the first package line", row.Kind)
	}
	if len(fields) < 2 {
		return fmt.Errorf("%s row without a symbol", row.Kind)
	}
	row.Symbol = fields[1]
	if err := checkSymbol(p.path, row.Kind, row.Symbol); err != nil {
		return err
	}
	row.Entry = newEntry(row.Kind, row.Symbol)
	if err := setCells(row, fields[2:]); err != nil {
		return fmt.Errorf("%s %s: %w", row.Kind, row.Symbol, err)
	}
	return p.add(row)
}

// splitCells cuts a line at tabs. Tabs may be repeated, to align columns.
func splitCells(line string) []string {
	var out []string
	for f := range strings.SplitSeq(line, "\t") {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// setCells reads the cells of a row into its entry.
func setCells(row Row, fields []string) error {
	cells := row.Entry.cells()
	given := make([]bool, len(cells))
	for _, f := range fields {
		key, val, ok := strings.Cut(f, "=")
		if !ok {
			return fmt.Errorf("cell %q: want key=value", f)
		}
		i := indexKey(cells, strings.TrimSpace(key))
		if i < 0 {
			return fmt.Errorf("cell %q: want one of the keys %s", f, keys(cells))
		}
		if given[i] {
			return fmt.Errorf("cell %q: second cell of this key", f)
		}
		given[i] = true
		if err := cells[i].value.set(strings.TrimSpace(val)); err != nil {
			return fmt.Errorf("cell %q: %w", f, err)
		}
	}
	for i, c := range cells {
		if c.required && !given[i] {
			return fmt.Errorf("no cell %q: %w", c.key, c.value.set("")) // the error says what is allowed
		}
	}
	return row.Entry.check()
}

func indexKey(cells []cell, key string) int {
	for i, c := range cells {
		if c.key == key {
			return i
		}
	}
	return -1
}

func keys(cells []cell) string {
	var out []string
	for _, c := range cells {
		out = append(out, c.key)
	}
	return strings.Join(out, ", ")
}

func (p *parser) add(row Row) error {
	if p.seen != nil {
		id := rowID{p.path, row.Kind, row.Symbol, row.Entry.identity()}
		if old, ok := p.seen[id]; ok {
			return fmt.Errorf("second %s row for %s, the first is at %s:%d", row.Kind, row.Symbol, old.File, old.Line)
		}
		p.seen[id] = row
	}
	if p.rows == nil {
		p.rows = map[string][]Row{}
	}
	p.rows[p.path] = append(p.rows[p.path], row)
	return nil
}

// checkSymbol refuses symbols that no row of the kind can have.
func checkSymbol(path string, kind RowKind, sym string) error {
	if path == settingsPath {
		if kind != RowBound && kind != RowLocal {
			return fmt.Errorf("%s row in the settings: want bound or local", kind)
		}
		for _, prefix := range []string{"dsn:", "grpc:", "godebug:"} {
			if rest, ok := strings.CutPrefix(sym, prefix); ok && rest != "" {
				return nil
			}
		}
		return fmt.Errorf("setting %q: %w", sym, wanted("dsn:DRIVER KEY, grpc:SETTING or godebug:SETTING"))
	}
	form := formOf(sym)
	switch {
	case kind == RowLocal:
		return fmt.Errorf("local row %s: it belongs to the settings", sym)
	case form == formNone:
		return fmt.Errorf("symbol %q: want F, T{}, T.Field, (*T).Method or (T).Method, relative to the package", sym)
	case form == formWildcard && kind != RowWait:
		return fmt.Errorf("symbol %q: only wait rows may stand for every method", sym)
	case form == formLiteral && kind != RowClient:
		return fmt.Errorf("symbol %q: only client rows may be composite literals", sym)
	}
	return nil
}
