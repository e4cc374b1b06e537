package report

import (
	"cmp"
	"encoding/json"
	"io"
)

// NewGitLab prints the code quality report that GitLab shows in merge requests:
// a list of findings, in a part of the format of Code Climate. What could not be
// analysed has no place in it.
func NewGitLab(w io.Writer, o Options) Printer { return &gitlabPrinter{w: w, o: o} }

type gitlabPrinter struct {
	gatherer
	w io.Writer
	o Options
}

type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

// Close writes it all.
func (p *gitlabPrinter) Close(Totals) error {
	issues := []gitlabIssue{}
	for _, f := range p.findings {
		issue := gitlabIssue{
			Description: standalone(f),
			CheckName:   f.Category,
			Fingerprint: cmp.Or(f.Fingerprint, f.ID),
			Severity:    gitlabSeverity(f.Severity),
			Location:    gitlabLocation{Path: cmp.Or(p.o.fromRoot(f.At), f.At.File)},
		}
		issue.Location.Lines.Begin = f.At.Line
		issues = append(issues, issue)
	}
	enc := json.NewEncoder(p.w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(issues)
}

func gitlabSeverity(severity string) string {
	switch severity {
	case "error":
		return "critical"
	case "warning":
		return "major"
	}
	return "info"
}
