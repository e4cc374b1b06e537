package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/baseline"
	"github.com/stallcheck/stallcheck/analyzer/driver"
	"github.com/stallcheck/stallcheck/analyzer/report"
	"github.com/stallcheck/stallcheck/analyzer/rule"
	"github.com/stallcheck/stallcheck/analyzer/rule/ruledoc"
	"github.com/stallcheck/stallcheck/analyzer/source"
)

// formats are the forms of a report, in the order that people are told them.
var formats = []string{"text", "json", "sarif", "html", "github", "gitlab"}

// output is one form of the report, and the file that it goes to: "" is
// standard output.
type output struct{ format, file string }

// addFormats reads a list such as "text,sarif=FILE".
func (f *flags) addFormats(list string) error {
	for item := range strings.SplitSeq(list, ",") {
		format, file, named := strings.Cut(item, "=")
		switch {
		case !slices.Contains(formats, format):
			return fmt.Errorf("no format %q: the formats are %s", format, strings.Join(formats, ", "))
		case named && file == "":
			return fmt.Errorf("%s names no file", item)
		}
		f.outputs = append(f.outputs, output{format, file})
	}
	return nil
}

// checkOutputs refuses outputs that would run into each other, and adds the
// text if nothing else is printed.
func (f *flags) checkOutputs() error {
	var printed []string
	files := make(map[string]bool)
	for _, o := range f.outputs {
		switch {
		case o.file == "":
			printed = append(printed, o.format)
		case files[o.file]:
			return fmt.Errorf("-format writes %s twice", o.file)
		default:
			files[o.file] = true
			if info, err := os.Stat(filepath.Dir(below(f.dir, o.file))); err != nil || !info.IsDir() {
				return fmt.Errorf("-format %s=%s: no such folder", o.format, o.file)
			}
		}
	}
	isLine := func(format string) bool { return format == "text" || format == "github" }
	if i := slices.IndexFunc(printed, func(format string) bool { return !isLine(format) }); i >= 0 && len(printed) > 1 {
		return fmt.Errorf("-format prints %s: give all but one a file, as in %s=FILE", strings.Join(printed, " and "), printed[i])
	}
	if len(printed) == 0 {
		f.outputs = append([]output{{format: "text"}}, f.outputs...)
	}
	return nil
}

// prints reports whether a format goes to standard output.
func (f *flags) prints(format string) bool { return slices.Contains(f.outputs, output{format: format}) }

// wants reports whether any of some formats is asked for.
func (f *flags) wants(formats ...string) bool {
	return slices.ContainsFunc(f.outputs, func(o output) bool { return slices.Contains(formats, o.format) })
}

// mark gives the findings what identifies them in other versions of the source,
// if a format tells it. It comes before some are left out.
func (f *flags) mark(out *driver.Outcome) {
	if f.wants("json", "sarif", "html", "gitlab") {
		baseline.Mark(absolute(f.dir), out.Findings)
	}
}

// excerpts are the lines around the findings, if a format shows them.
func (f *flags) excerpts(findings []*report.Finding) []*report.Source {
	if !f.wants("json", "sarif", "html") {
		return nil
	}
	return source.NewReader(absolute(f.dir)).Excerpts(findings)
}

// report prints in all forms that the flags ask for.
func (c *command) report(f *flags, out *driver.Outcome, sources []*report.Source, totals report.Totals) (err error) {
	opts, err := c.reportOptions(f)
	if err != nil {
		return err
	}
	var printers []report.Printer
	for _, o := range f.outputs {
		w := c.stdout
		if o.file != "" {
			file, failed := os.Create(below(f.dir, o.file))
			if failed != nil {
				return fmt.Errorf("write report: %w", failed)
			}
			defer func() { err = cmp.Or(err, file.Close()) }()
			w = file
		}
		printers = append(printers, c.printer(f, o.format, w, opts))
	}
	return report.Print(report.All(printers...), out.Findings, out.Failures, sources, totals)
}

func (c *command) printer(f *flags, format string, w io.Writer, opts report.Options) report.Printer {
	switch format {
	case "json":
		return report.NewJSON(w)
	case "sarif":
		return report.NewSARIF(w, opts)
	case "html":
		return report.NewHTML(w, opts)
	case "github":
		return report.NewGitHub(w, opts)
	case "gitlab":
		return report.NewGitLab(w, opts)
	}
	return c.text(f, w)
}

// reportOptions are what the forms for other programs tell beside the findings.
func (c *command) reportOptions(f *flags) (report.Options, error) {
	dir := absolute(f.dir)
	opts := report.Options{Version: version(), Dir: dir, Root: repository(dir)}
	if !f.wants("sarif", "html") {
		return opts, nil
	}
	for _, r := range c.rules {
		doc, err := ruledoc.Parse(r.Source)
		if err != nil {
			return opts, err
		}
		opts.Rules = append(opts.Rules, report.Rule{
			Name: r.Name, Severity: r.Severity.String(), Summary: doc.Summary(),
			Text: doc.Text(), Markdown: doc.Markdown(), HTML: doc.HTML(), URL: r.URL(),
		})
	}
	opts.Rules = append(opts.Rules, report.Rule{
		Name: rule.Ignore, Severity: rule.Warning.String(), URL: rule.URL(rule.Ignore),
		Summary: "reports ignore comments that silence nothing, name no rule or give no reason",
	})
	return opts, nil
}

// repository is the root of the git working tree that a folder is in, or the
// folder.
func repository(dir string) string {
	for at := dir; ; {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		up := filepath.Dir(at)
		if up == at {
			return dir
		}
		at = up
	}
}
