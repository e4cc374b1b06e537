package model

import (
	_ "embed"
	"strings"
)

// std lists the packages of the standard library, one a line, internal and
// vendored ones included. It is generated: UPDATE=1 go test -run TestStdList.
//
//go:embed std.txt
var std string

// IsStd reports whether an import path is of the standard library. It is a
// question about the path alone, so it can be asked where no module is known;
// a path without a dot that is not on the list of the Go version that this
// package was made with (example/foo, or a package that a later Go adds) is
// taken for the user's.
func IsStd(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	if importPath == "" || strings.ContainsAny(first, ".\n") {
		return false
	}
	return strings.Contains(std, "\n"+importPath+"\n")
}
