package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Error is a mistake in a configuration file, or in a file that it names.
type Error struct {
	Name      string // of the file
	Line, Col int    // from 1; Col counts bytes
	Text      string // the line
	Message   string
}

// Error is the message after its place and, below it, the line with a mark:
//
//	.stallcheck.yaml:3:13: unknown rule "cpubond": did you mean cpubound?
//	    3 |   disable: [cpubond]
//	      |             ^
func (e *Error) Error() string {
	name := display(e.Name)
	if e.Line == 0 {
		return name + ": " + e.Message
	}
	number := strconv.Itoa(e.Line)
	var mark strings.Builder
	for _, r := range e.Text[:min(max(e.Col-1, 0), len(e.Text))] {
		if r != '\t' {
			r = ' '
		}
		mark.WriteRune(r)
	}
	return fmt.Sprintf("%s:%d:%d: %s\n    %s | %s\n    %*s | %s^",
		name, e.Line, e.Col, e.Message, number, e.Text, len(number), "", mark.String())
}

// display is a file seen from the current folder, if it is below it.
func display(name string) string {
	here, err := os.Getwd()
	if err != nil {
		return name
	}
	rel, err := filepath.Rel(here, name)
	if err != nil || !filepath.IsLocal(rel) {
		return name
	}
	return filepath.ToSlash(rel)
}

// mistake is an error at a place of a text.
func mistake(name, text string, line, col int, format string, args ...any) *Error {
	e := &Error{Name: name, Line: line, Col: max(col, 1), Message: fmt.Sprintf(format, args...)}
	lines := strings.Split(text, "\n")
	if line >= 1 && line <= len(lines) {
		e.Text = strings.TrimRight(lines[line-1], "\r")
	}
	return e
}

// maxMistakes bounds how many wrong rows are told at once.
const maxMistakes = 10

// rowMistakes turns what package model says of wrong rows, a line each that
// begins with the source's name and a line number, into errors that quote them.
// texts are the sources as they are written.
func rowMistakes(err error, texts map[string]string) error {
	list := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		list = joined.Unwrap()
	}
	var out []error
	for _, err := range list {
		out = append(out, rowMistake(err, texts))
	}
	if more := len(out) - maxMistakes; more > 0 {
		out = append(out[:maxMistakes], fmt.Errorf("and %d more", more))
	}
	return errors.Join(out...)
}

func rowMistake(err error, texts map[string]string) error {
	for name, text := range texts {
		rest, ok := strings.CutPrefix(err.Error(), name+":")
		if !ok {
			continue
		}
		number, message, _ := strings.Cut(rest, ": ")
		line, convErr := strconv.Atoi(number)
		if convErr != nil {
			continue
		}
		e := mistake(name, text, line, 0, "%s", message)
		e.Col = column(e.Text, message)
		return e
	}
	return err
}

// column is where the text stands that a message quotes first, or where the
// line begins.
func column(line, message string) int {
	if i := strings.IndexByte(message, '"'); i >= 0 {
		if quoted, err := strconv.QuotedPrefix(message[i:]); err == nil {
			text, _ := strconv.Unquote(quoted)
			if at := strings.Index(line, text); text != "" && at >= 0 {
				return at + 1
			}
		}
	}
	return len(line) - len(strings.TrimLeft(line, " \t")) + 1
}
