package main

import (
	_ "embed"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/rule/ruledoc"
)

//go:embed doc.go
var docSource string

// help is the comment of doc.go.
func help() string {
	doc, err := ruledoc.Parse(docSource)
	if err != nil {
		return docSource
	}
	return doc.Text()
}

func (c *command) subcommands() map[string]func([]string) int {
	return map[string]func([]string) int{
		"help":    c.help,
		"explain": c.explain,
		"rules":   c.list,
		"version": c.version,
	}
}

func (c *command) help([]string) int {
	fmt.Fprint(c.stdout, help())
	return exitClean
}

// explain prints the documentation of one rule.
func (c *command) explain(args []string) int {
	if len(args) != 1 {
		return c.usage(errors.New("explain takes the name of one rule: see 'stallcheck rules'"))
	}
	r, err := driver.Lookup(c.rules, args[0])
	if err != nil {
		return c.usage(err)
	}
	doc, err := ruledoc.Parse(r.Source)
	if err != nil {
		return c.failed(err)
	}
	fmt.Fprintf(c.stdout, "%s (%s, since %s)\n\n%s", r.Name, r.Severity, r.Since, doc.Text())
	return exitClean
}

// list prints a table of the rules.
func (c *command) list(args []string) int {
	if len(args) != 0 {
		return c.usage(errors.New("rules takes no arguments"))
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for _, r := range c.rules {
		doc, err := ruledoc.Parse(r.Source)
		if err != nil {
			return c.failed(err)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Name, r.Severity, doc.Summary())
	}
	if err := w.Flush(); err != nil {
		return c.failed(err)
	}
	return exitClean
}

func (c *command) version([]string) int {
	version := "(devel)"
	var settings []string
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		settings = append(settings, info.GoVersion)
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				settings = append(settings, s.Value[:12])
			}
		}
	}
	fmt.Fprintf(c.stdout, "stallcheck %s (%s)\n", version, strings.Join(settings, ", "))
	return exitClean
}
