package driver

import (
	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// Knowledge is what the driver asks of the catalogue. It is asked about every
// package of a closure, in a vet process for each, so answers must be cheap.
type Knowledge interface {
	// Boundary reports whether the package needs no reading: it belongs to
	// the standard library or to a module that the catalogue describes.
	Boundary(path string) bool
	// HasOps reports whether calls into the package may be operations.
	HasOps(path string) bool
}

// Builtin is what our own catalogue knows, without the rows of any user: which
// packages of dependencies matter is the same for everybody.
func Builtin() (Knowledge, error) {
	c, err := model.New()
	if err != nil {
		return nil, err
	}
	return catalogue{c}, nil
}

type catalogue struct{ *model.Catalogue }

func (c catalogue) Boundary(path string) bool {
	return model.IsStd(path) || c.Catalogue.Boundary(path)
}

func (c catalogue) HasOps(path string) bool {
	lib := c.Library(path)
	return lib != nil && lib.HasOps()
}

// isOwn reports whether a package is the user's: of the main module, of the
// workspace, of a module that is not published, or one that a pattern given by
// the user matches.
func isOwn(pkgPath, modulePath, moduleVersion string, patterns []string) bool {
	if program.IsOwnModule(modulePath, moduleVersion) {
		return true
	}
	for _, p := range patterns {
		if program.MatchPath(p, pkgPath) {
			return true
		}
	}
	return false
}
