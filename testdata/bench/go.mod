module example.com/bench

go 1.26.0

require (
	github.com/stallcheck/stallcheck v0.0.0
	golang.org/x/tools v0.44.1-0.20260420230617-19499e7caabc
)

require (
	golang.org/x/mod v0.35.0 // indirect
	golang.org/x/sync v0.20.0 // indirect
)

replace github.com/stallcheck/stallcheck => ../..
