package program

import "strings"

// IsOwnModule reports whether a module is the user's by its version: the main
// module and those of the workspace have none. One that has never been published
// has the version that the go command gives a module of which it knows only what
// replaces it: the replacement is the user's, too, as another module of the same
// repository.
func IsOwnModule(path, version string) bool {
	switch version {
	case "", "v0.0.0-00010101000000-000000000000":
		return path != ""
	}
	return false
}

// MatchPath reports whether an import path, or a path of folders with slashes,
// matches a pattern of the go command: "..." stands for anything, and a final
// "/..." also for nothing.
func MatchPath(pattern, path string) bool {
	if root, ok := strings.CutSuffix(pattern, "/..."); ok && !strings.Contains(root, "...") {
		return path == root || strings.HasPrefix(path, root+"/")
	}
	parts := strings.Split(pattern, "...")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	if len(parts) == 1 {
		return path == pattern
	}
	path = path[len(parts[0]):]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	return strings.HasSuffix(path, parts[len(parts)-1])
}
