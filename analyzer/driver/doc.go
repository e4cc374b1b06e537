// Package driver runs the umbrella analyzer over packages, in two ways that
// must give the same findings: as the tool of go vet, one process a package
// (Vet), and as a command, one process for all of them (Run).
//
// Both decide alike which packages matter. The user's own packages do, and
// what the user named. The standard library and the modules that the
// catalogue describes are boundaries: their API is known, their bodies are
// never read. Any other package matters only if something that it imports has
// an operation or a fact, and otherwise is as empty to its importers as a
// boundary is.
//
// Vet answers go vet for a package that does not matter without reading it,
// and leaves the others to x/tools' unitchecker.
//
// Run asks go list for the package graph and for the export data of the
// packages that do not matter, parses and type-checks the others, and analyses
// them in topological order, several at a time. Facts stay in memory, and are
// visible to a package exactly as go vet would show them: objects of an
// indirect import through types, methods and fields only, packages only to
// direct importers.
//
// Run knows two things more than go vet tells its tool. Where only some packages
// are named, it analyses those of the user's that import them, and reports what
// these tell of the named ones. And a package that none of the user's imports is
// known to be the last to register its handlers, although it is no program.
//
// What is missed: packages that do not compile and those that import them are
// reported as not analysed. A function-local type of a source-checked package
// that escapes through the API of a boundary is a different type there.
package driver
