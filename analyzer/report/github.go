package report

import (
	"fmt"
	"io"
	"strings"
)

// NewGitHub prints workflow commands, which GitHub Actions shows as annotations
// of the lines that they name: errors, warnings, and notices for advice. GitHub
// shows the first ten of each severity of a step.
func NewGitHub(w io.Writer, o Options) Printer { return &githubPrinter{w, o} }

type githubPrinter struct {
	w io.Writer
	o Options
}

func (p *githubPrinter) Finding(f *Finding) error {
	command := f.Severity
	if command == "advice" {
		command = "notice"
	}
	return p.command(command, f.At, f.Category, standalone(f))
}

func (p *githubPrinter) Failure(f *Failure) error {
	return p.command("error", f.At, "stallcheck", f.String())
}

// Source prints nothing: GitHub has it.
func (p *githubPrinter) Source(*Source) error { return nil }

// Close prints nothing: the findings are all there is to say.
func (p *githubPrinter) Close(Totals) error { return nil }

func (p *githubPrinter) command(name string, at Place, title, message string) error {
	var where string
	if file := p.o.fromRoot(at); file != "" && at.Line > 0 {
		where = fmt.Sprintf("file=%s,line=%d,col=%d,", property.Replace(file), at.Line, at.Col)
	}
	return write(p.w, "::%s %stitle=%s::%s", name, where, property.Replace(title), data.Replace(message))
}

// The runner reads a command up to the end of the line, and its properties up to
// the next comma or the colons.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
