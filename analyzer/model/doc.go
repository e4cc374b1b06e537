// Package model is the catalogue: what calls of known libraries do.
//
// It reads text files, one a package, embedded from data/ or given by the user.
// It answers with typed rows, by import path and symbol: what may wait
// ([Wait]), burn CPU ([CPU]), is expensive to build ([Client]), must be
// released ([Resource]), lets requests in ([Handler]), bounds work ([Bound]),
// calls a function that it is given ([Callback]), provides dependencies
// ([Provider]), reads to the end ([Read]), keeps values under keys ([Store]),
// says how a request ended ([Status]), sets the size of a pool ([Pool]), is a driver of a database in a file ([Local]) or does
// not return ([NoReturn]). The package knows nothing of syntax or types:
// matching a row with a call is the caller's work.
//
// # Format
//
// A file is a list of lines; # begins a comment line. "package PATH" opens the
// section of an import path; a section of a user's file may name a package that
// the catalogue knows, or a new one. Every other line is a row: its kind, a
// symbol relative to the package, and cells "key=value", separated by tabs.
// Cells that do not apply are left out.
//
//	package github.com/example/kv
//	client	New	makes=*github.com/example/kv.Client	per_request=leak	close=Close
//	resource	(*Client).Acquire	result=0	err=1	duty=leak	release=Release
//	wait	(*Client).Get	kind=cache	ctx=0	default_bound=none
//	wait	(*Client).Ping	kind=cache	variant=(*github.com/example/kv.Client).PingContext
//
// A symbol is written F (a function, variable or type), T{} (a composite
// literal, rows of kind client only), T.Field, (*T).Method, (T).Method (a value
// type or an interface; a row on an interface stands for everything that
// implements it) or, in wait rows, (*T).* and (T).* (every method whose first
// parameter is a context, unless it has a row of its own). Types are written
// without type parameters. Symbols inside cells are fully qualified.
//
// The cells of each kind are the fields of its Go type, in snake case; those
// marked required there must be given. Two more lines exist: "module PATH
// VERSION" says that the packages below PATH are known well enough not to be
// looked into (with the word majors after it, those of every other major version
// of the module, too, whose rows are the same), and "settings" opens the section of bounds and drivers that are not Go
// symbols, such as a key of a DSN.
//
// A user's rows for a symbol replace all built-in rows of the same kind for it.
//
// # Cost
//
// Nothing is parsed before it is asked for: a program that links this package
// and needs none of it pays for the embedded bytes only. A package is parsed
// once, at the first question about it.
//
// # Missed
//
// Rows describe one version of each library (see [Catalogue.ModuleOf]); other
// versions may differ in their defaults and have methods that no row names.
package model
