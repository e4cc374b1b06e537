package program

import "testing"

func TestMatchPath(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"a/b", "a/b", true},
		{"a/b", "a/bc", false},
		{"a/...", "a", true},
		{"a/...", "a/b/c", true},
		{"a/...", "ab", false},
		{"...", "anything", true},
		{"a/.../z", "a/b/z", true},
		{"a...z", "az", true},
		{"a...z", "a/zb", false},
		{".../internal/...", "a/internal/b", true},
	} {
		if got := MatchPath(c.pattern, c.path); got != c.want {
			t.Errorf("MatchPath(%q, %q): got %v", c.pattern, c.path, got)
		}
	}
}
