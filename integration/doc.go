// Package integration holds the tests that run stallcheck inside other tools:
// pre-commit, Bazel's nogo, golangci-lint, gopls and a shared build cache.
//
// They build those tools, which takes minutes, so they have a build tag:
//
//	go test -tags integration ./integration
//
// What a user would paste they take from the pages in docs.
package integration
