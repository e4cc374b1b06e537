package model

import "strings"

// UnboundedByDefault reports whether nothing bounds the call when nothing is
// set: whether DefaultBound says so, and names no duration that bounds a part.
func (w *Wait) UnboundedByDefault() bool {
	first, _, _ := strings.Cut(w.DefaultBound, " ")
	if first = strings.TrimRight(first, ":;,"); first != "none" && first != "no" {
		return false
	}
	return !strings.Contains(w.DefaultBound, "ResponseHeaderTimeout")
}

// IsOff reports whether nothing is bounded unless the symbol of the row is used.
func (b *Bound) IsOff() bool { return b.Default == "none" || b.Default == "0: none" }
