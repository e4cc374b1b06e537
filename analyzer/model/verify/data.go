package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// settings stands for the import path of the rows that are not Go symbols.
const settings = "_settings"

// A place is a line of a file, or a whole file.
type place struct {
	file string
	line int
}

func (p place) String() string {
	if p.line == 0 {
		return p.file
	}
	return fmt.Sprintf("%s:%d", p.file, p.line)
}

// A row is a line of the catalogue, its cells as text. A cell that is not
// given is empty.
type row struct {
	place
	path, kind, symbol string
	cells              map[string]string
}

// A module is a line of _modules.txt.
type module struct {
	place
	path, version string
}

// readData reads every file of the folder. It is a second reader, independent
// of package model, so that this module does not depend on the one it checks;
// what is allowed in which cell it leaves to the tests there.
func readData(dir string) (rows []row, modules []module, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, nil, err
	}
	if len(files) == 0 {
		return nil, nil, fmt.Errorf("no files in %s", dir)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		at, path := place{filepath.ToSlash(file), 0}, ""
		for line := range strings.Lines(string(text)) {
			at.line++
			line = strings.TrimSuffix(line, "\n")
			word, rest, _ := strings.Cut(line, " ")
			switch fields := strings.Split(line, "\t"); {
			case line == "" || line[0] == '#':
			case word == "package":
				path = rest
			case word == "settings":
				path = settings
			case word == "module":
				m, version, _ := strings.Cut(strings.TrimSuffix(rest, " majors"), " ")
				modules = append(modules, module{at, m, version})
			case len(fields) < 2 || path == "" || !slices.Contains(kinds[:], fields[0]):
				return nil, nil, fmt.Errorf("%s: %q is not a row", at, line)
			default:
				rows = append(rows, row{at, path, fields[0], fields[1], cellsOf(fields[2:])})
			}
		}
	}
	return rows, modules, nil
}

func cellsOf(fields []string) map[string]string {
	cells := map[string]string{}
	for _, f := range fields {
		key, val, _ := strings.Cut(f, "=")
		cells[key] = val
	}
	return cells
}
