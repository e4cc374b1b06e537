package model

import (
	"strings"
	"unicode"
)

// BoundedByDefault reports whether the call cannot take for ever when nothing
// is set: whether DefaultBound is a time that bounds the whole of it.
//
// The cell is prose. It counts as a bound only if it names a duration and has
// no word of denial, wherever that stands: "connect 30s; read and write none"
// bounds a part only. A count of tries without a duration, a bound that is an
// argument, and a cell that is not given are no bounds.
func (w *Wait) BoundedByDefault() bool {
	timed := false
	words := strings.FieldsFunc(w.DefaultBound, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.'
	})
	for i, word := range words {
		switch strings.ToLower(word) {
		case "none", "no", "without", "unlimited", "infinite", "never", "0", "0s":
			return false
		}
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		timed = timed || isDuration(word, next)
	}
	return timed
}

// isDuration reports whether a word, together with the next one when it is a
// bare number, is a span of time: 5s, 500ms, 1.5h, 15 min.
func isDuration(word, next string) bool {
	unit := strings.TrimLeft(word, "0123456789.")
	if unit == word {
		return false // no number
	}
	if unit == "" {
		unit = next
	}
	switch unit {
	case "ns", "us", "µs", "ms", "s", "sec", "second", "seconds", "m", "min", "minute", "minutes", "h", "hour", "hours":
		return true
	}
	return false
}
