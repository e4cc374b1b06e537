package model

import (
	"go/token"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The forms of a relative symbol.
type symbolForm uint8

const (
	formNone     symbolForm = iota // not a symbol
	formName                       // F
	formLiteral                    // T{}
	formField                      // T.Field
	formMethod                     // (*T).Method
	formWildcard                   // (*T).*
)

func formOf(sym string) symbolForm {
	if recv, name, ok := Receiver(sym); ok {
		switch {
		case !token.IsIdentifier(strings.TrimPrefix(recv, "*")):
			return formNone
		case name == "*":
			return formWildcard
		case token.IsIdentifier(name):
			return formMethod
		}
		return formNone
	}
	if t, ok := strings.CutSuffix(sym, "{}"); ok && token.IsIdentifier(t) {
		return formLiteral
	}
	if t, f, ok := strings.Cut(sym, "."); ok && token.IsIdentifier(t) && token.IsIdentifier(f) {
		return formField
	}
	if token.IsIdentifier(sym) {
		return formName
	}
	return formNone
}

// Receiver cuts the symbol of a method: "*DB" and "Query" for (*DB).Query. A
// wildcard row has the method "*".
func Receiver(sym string) (recv, method string, ok bool) {
	rest, ok := strings.CutPrefix(sym, "(")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, ").")
}

// Qualify is the fully qualified form of a symbol, as cells write it:
// (*database/sql.DB).Query for (*DB).Query of database/sql.
func Qualify(importPath, sym string) string {
	at := 0
	if strings.HasPrefix(sym, "(") {
		at = 1
		if strings.HasPrefix(sym[1:], "*") {
			at = 2
		}
	}
	return sym[:at] + importPath + "." + sym[at:]
}

// Split cuts a fully qualified symbol, as cells write it, into an import path
// and a relative symbol. As the last element of a path may have dots
// (github.com/nats-io/nats.go), it takes the longest path that the catalogue
// knows; for an unknown package it cuts where the exported name begins. ok is
// false for what is not a symbol, prose for instance.
func (c *Catalogue) Split(qualified string) (importPath, sym string, ok bool) {
	open := qualified[:len(qualified)-len(strings.TrimLeft(qualified, "(*"))]
	rest := qualified[len(open):]
	known := c.packages()
	slash := strings.LastIndexByte(rest, '/') + 1
	best := -1 // the dot after the import path
	for i, r := range rest[slash:] {
		if r != '.' {
			continue
		}
		dot := slash + i
		if _, ok := slices.BinarySearch(known, rest[:dot]); ok {
			best = dot // a longer path may follow
		} else if best < 0 && startsUpper(rest[dot+1:]) {
			best = dot
		}
	}
	if best <= 0 {
		return "", "", false
	}
	importPath, sym = rest[:best], open+rest[best+1:]
	return importPath, sym, formOf(sym) != formNone && !strings.ContainsAny(importPath, " ()*")
}

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
