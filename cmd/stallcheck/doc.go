/*
Stallcheck reports where one slow peer can stall a Go service: calls that wait
with no deadline, connections that are never given back, and the like.

Usage:

	stallcheck [flags] [packages]
	stallcheck explain RULE
	stallcheck rules
	stallcheck version
	go vet -vettool=$(which stallcheck) [packages]

Packages are named as for the go command, and are "./..." if none are: a
finding is often in one package and its cause in another, so the whole service
is the right thing to look at.

Each finding is a line with its place, and below it the way from where a
request comes in. The flags are:

	-why
		print every step of that way
	-json
		print JSON, one object a line: a finding, a failure, or the totals
		that end the output
	-fix
		apply the first fix of each finding that has one; the findings that
		remain are printed
	-diff
		print what -fix would change as a unified diff
	-rules LIST
		run only the rules in a comma-separated list; names with a minus
		sign in front are left out
	-advice
		report advice, too
	-tests
		analyse test files and test packages, too
	-own PATTERN
		treat packages that match the pattern as your own, in addition to
		those of the main module and the workspace; may be repeated
	-tags LIST
		build tags, separated by commas
	-C DIR
		change to DIR first

A comment silences one rule at one place, for every caller. It stands on the
operation's line, on the line above, or above the declaration, and must say
why:

	//stallcheck:ignore RULE reason

Colours are used on a terminal, unless NO_COLOR is set.

The exit code is 0 if nothing was found, 1 if something could not be analysed,
2 if the command line is wrong, and 3 if there are findings. When something
could not be analysed, the findings in the rest are printed all the same.
*/
package main
