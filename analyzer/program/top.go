package program

import (
	"reflect"

	"golang.org/x/tools/go/analysis"
)

// Top tells whether a package is certain to be imported by no other of the
// user's: nobody else registers its handlers. An analyzer sees of a package only
// what is below it, and knows this of programs. A driver that has all packages
// may give the result itself, a bool.
var Top = &analysis.Analyzer{
	Name:       "stallchecktop",
	Doc:        "tell programs from packages that others may import (not a check)",
	ResultType: reflect.TypeFor[bool](),
	Run:        func(pass *analysis.Pass) (any, error) { return pass.Pkg.Name() == "main", nil },
}
