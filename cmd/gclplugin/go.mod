module github.com/stallcheck/stallcheck/cmd/gclplugin

go 1.26.0

require (
	github.com/goccy/go-yaml v1.19.2
	github.com/golangci/plugin-module-register v0.1.2
	github.com/stallcheck/stallcheck v0.1.0
	golang.org/x/tools v0.44.1-0.20260420230617-19499e7caabc
)

require (
	github.com/bmatcuk/doublestar/v4 v4.10.4 // indirect
	golang.org/x/mod v0.35.0 // indirect
)

// For work in this repository. It does not hold where this module is required:
// there, the version above counts, which is released together with this module.
replace github.com/stallcheck/stallcheck => ../..
