/*
Stallcheck reports where one slow peer can stall a Go service: calls that wait
with no deadline, connections that are never given back, and the like.

Usage:

	stallcheck [flags] [packages]
	stallcheck explain RULE
	stallcheck explain [flags] FILE:LINE [packages]
	stallcheck gopls [flags]
	stallcheck rules
	stallcheck help [config]
	stallcheck version
	go vet -vettool=$(which stallcheck) [packages]

Packages are named as for the go command, and are "./..." if none are: a
finding is often in one package and its cause in another. So where only some
are named, those of your packages that import them are analysed too, and what
they know of the named ones is reported. A Go file stands for the package that
it is in, for hooks that know only the changed files.

Each finding is a line with its place, and below it the way from where a
request comes in. The flags are:

	-why
		print every step of that way
	-json
		print JSON, as -format json does
	-format LIST
		write the report in other forms, separated by commas: text, json,
		sarif, html, github and gitlab, each printed or, as FORMAT=FILE,
		written to a file
	-fix
		apply the first fix of each finding that has one; the findings that
		remain are printed
	-diff
		print what -fix would change as a unified diff
	-nodeadline.timeout DURATION
		let fixes of nodeadline add a deadline, such as 2s
	-rules LIST
		run only the rules in a comma-separated list; names with a minus
		sign in front are left out
	-advice
		report advice, too
	-tests
		analyse test files and test packages, too
	-own PATTERN
		treat packages that match the pattern as your own, in addition to
		those of the main module, of the workspace, and of modules of which
		go.mod knows nothing but what replaces them; may be repeated
	-tags LIST
		build tags, separated by commas
	-C DIR
		change to DIR first
	-config FILE
		read FILE instead of .stallcheck.yaml, or nothing with "off"
	-baseline FILE
		do not report the findings that FILE lists
	-write-baseline FILE
		write all findings to FILE, and report none
	-new-from REV
		report only what has to do with lines changed since REV

# An old service

A service that has findings can adopt stallcheck today and mend them later.
Write them to a file once, commit it, and let CI report what is new:

	stallcheck -write-baseline stallcheck.baseline ./...
	stallcheck -baseline stallcheck.baseline ./...

The file has a line for each finding: rule, package, function, a number that
counts those of the function that are otherwise the same, and the message. It
has no line numbers, so findings may move. When all of a module is looked at,
entries that match nothing any more are told.

Without a file, -new-from asks git for the lines that were changed since a
revision or, when a branch has left it behind, since the branch left it. A
finding has to do with them if it stands on one, if the way to it that is
printed passes one, if what it mentions is on one (such as the return that a
resource is still open at), or if lines were deleted from the function that it
is in. Files that git does not track are new. It is a matter of lines, not of
findings: -baseline is exact.

# One line

"stallcheck explain FILE:LINE" says of each call on the line what it resolves
to, what the catalogue or a fact says of that, where its context comes from,
what bounds it, which requests come to it, what is reported, and why something
is not: because of a condition that is not met, a comment, the configuration or
a baseline. It analyses the packages, "./..." if none are named, as a usual run
would, but with every rule.

# Editors

"stallcheck gopls" builds the language server gopls with the rules in it, and
prints what to put into the settings of editors. Findings then show while typing,
with their fixes. Its flags are:

	-version VERSION
		the gopls to build, such as v0.23.0, instead of the newest that
		is known to work with the Go at hand
	-editor NAME
		print only the settings of emacs, helix, neovim, vim, vscode or
		zed
	-o FILE
		write gopls to FILE instead of stallcheck-gopls in the folder
		where go install puts commands
	-source DIR
		take stallcheck from its source in DIR

A finding about an operation in another package stands at the call that leads
there, since gopls shows none of a package in the files of others. Each rule is an
analyzer that the setting "analyses" of gopls switches on and off by its name.

# Configuration

The file .stallcheck.yaml at the root of the workspace (go.work) or module
(go.mod) says for everybody which rules run, where findings are not wanted,
which packages are your own, and what calls of your own libraries do: where
requests enter, what waits, what is to be released. "stallcheck help config"
tells what may stand in it. Flags are added to it or win.

go vet uses the same file, and runs anew when it changes. The environment
variable STALLCHECK_CONFIG names another one by its absolute path, or none with
"off".

# Silence

A comment silences one rule at one place, for every caller. It stands on the
operation's line, on the line above, or above the declaration, and must say
why:

	//stallcheck:ignore RULE reason

# Output

With -format the same findings go to people and programs at once. The text is
printed unless something else is.

		stallcheck -format sarif=stallcheck.sarif,html=stallcheck.html ./...
		stallcheck -format text,github ./...

	  - text: lines for people;
	  - json: one object a line, a finding, a failure, or the source around them,
	    and the totals that end the output. It is the form for programs of your
	    own: fields and kinds of lines may be added, none changes its meaning;
	  - sarif: SARIF 2.1.0, for code scanning and editors;
	  - html: one page to search, filter and step through, which needs no network;
	  - github: annotations of GitHub Actions;
	  - gitlab: the code quality report of GitLab.

Each tells category and severity. The category is the rule, or RULE/advice. In
the text a finding is a warning unless it says "error" or its category advice.
SARIF and the forms of GitHub and GitLab name files as seen from the root of the
git repository, the others from the current folder.

Colours are used on a terminal, unless NO_COLOR is set.

The exit code is 0 if nothing was found, 1 if something could not be analysed,
2 if the command line or the configuration is wrong, and 3 if there are
findings. When something could not be analysed, the findings in the rest are
printed all the same.

As the tool of go vet, stallcheck has the flags -stallcheck.own,
-stallcheck.tests, -stallcheck.advice and -stallcheck.nodeadline.timeout.
*/
package main
