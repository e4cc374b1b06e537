package main

import (
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/rule/ruledoc"
)

//go:embed doc.go
var docSource string

// help is the package comment of a file.
func help(source string) string {
	doc, err := ruledoc.Parse(source)
	if err != nil {
		return source
	}
	return doc.Text()
}

func (c *command) subcommands() map[string]func(context.Context, []string) int {
	return map[string]func(context.Context, []string) int{
		"help":    c.help,
		"explain": c.explain,
		"gopls":   c.gopls,
		"rules":   c.list,
		"version": c.version,
	}
}

// help prints the documentation of the command, or of the configuration file.
func (c *command) help(_ context.Context, args []string) int {
	switch {
	case len(args) == 0:
		fmt.Fprint(c.stdout, help(docSource))
	case len(args) == 1 && args[0] == "config":
		fmt.Fprint(c.stdout, help(config.Source))
	default:
		return c.usage(errors.New("help is about the command, or about one thing: help config"))
	}
	return exitClean
}

// explain prints the documentation of one rule, or says why something is
// reported at a line, or why nothing is.
func (c *command) explain(ctx context.Context, args []string) int {
	f, rest, err := c.parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return c.help(ctx, nil)
	case err != nil:
		return c.usage(err)
	case len(rest) == 0:
		return c.usage(errors.New("explain takes the name of a rule (see 'stallcheck rules'), or FILE:LINE"))
	}
	if file, line, ok := splitLine(rest[0]); ok {
		return c.explainLine(ctx, f, file, line, rest[1:])
	}
	if len(rest) > 1 {
		return c.usage(fmt.Errorf("explain takes one rule, or FILE:LINE and packages: %q is no FILE:LINE", rest[0]))
	}
	r, err := rule.Lookup(c.rules, rest[0])
	if err != nil {
		return c.usage(fmt.Errorf("%w; a place is written FILE:LINE", err))
	}
	doc, err := ruledoc.Parse(r.Source)
	if err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stdout, "%s (%s, since %s)\n\n%s", r.Name, r.Severities(), r.Since, doc.Text())
	return exitClean
}

// list prints a table of the rules.
func (c *command) list(_ context.Context, args []string) int {
	if len(args) != 0 {
		return c.usage(errors.New("rules takes no arguments"))
	}
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	for _, r := range c.rules {
		doc, err := ruledoc.Parse(r.Source)
		if err != nil {
			return c.fail(err)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Name, r.Severities(), doc.Summary())
	}
	if err := w.Flush(); err != nil {
		return c.fail(err)
	}
	return exitClean
}

func (c *command) version(context.Context, []string) int {
	var settings []string
	if info, ok := debug.ReadBuildInfo(); ok {
		settings = append(settings, info.GoVersion)
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				settings = append(settings, s.Value[:12])
			}
		}
	}
	fmt.Fprintf(c.stdout, "stallcheck %s (%s)\n", version(), strings.Join(settings, ", "))
	return exitClean
}

// version is that of this module.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
