// Package rules lists every rule. What is in it is generated from the rules'
// own packages, so that adding a rule edits no list by hand:
//
//	go run ./rules/gen NAME
//
// makes the files of a new rule, and go generate ./... brings the list, the
// READMEs and the tests up to date.
package rules

//go:generate go run ./gen
