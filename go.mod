module github.com/stallcheck/stallcheck

go 1.26.0

require (
	github.com/bmatcuk/doublestar/v4 v4.10.4
	github.com/goccy/go-yaml v1.19.2
	github.com/owenrumney/go-sarif/v3 v3.3.1
	github.com/rogpeppe/go-internal v1.16.0
	github.com/xeipuuv/gojsonschema v1.2.0
	golang.org/x/mod v0.35.0
	golang.org/x/sync v0.20.0
	golang.org/x/term v0.42.0
	golang.org/x/tools v0.44.1-0.20260420230617-19499e7caabc
)

require (
	github.com/google/go-cmp v0.7.0 // indirect
	github.com/xeipuuv/gojsonpointer v0.0.0-20180127040702-4e3ac2762d5f // indirect
	github.com/xeipuuv/gojsonreference v0.0.0-20180127040603-bd5ef7bd5415 // indirect
	golang.org/x/sys v0.43.0 // indirect
)
