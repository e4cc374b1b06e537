package model

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// A Release is one way to release a [Resource].
type Release struct {
	By ReleaseBy
	// Name is the method called; for ByFunc the fully qualified symbol, for
	// ByContext the whole prose.
	Name string
	// Via is the field (ByField) or the method without parameters (ByGetter) of
	// the owned value that leads to the value whose method is called.
	Via string
	// Result is the index of the function to call (ByResult).
	Result int
}

// ReleaseBy is the form of a [Release].
type ReleaseBy uint8

// Forms of a release.
const (
	ByMethod  ReleaseBy = iota + 1 // Close: a method of the owned value
	ByCall                         // call: the owned value is a function, to be called
	ByResult                       // call(result 1): another result is the function to call
	ByField                        // field:Body.Close: a method of a field
	ByGetter                       // RawBody().Close: a method of what a method returns
	ByFunc                         // os.RemoveAll(result): a function that is given the owned value
	ByContext                      // context …: the end of its context, in prose
)

// String is the release as it is written in a cell.
func (r Release) String() string {
	switch r.By {
	case ByCall:
		return "call"
	case ByResult:
		return "call(result " + strconv.Itoa(r.Result) + ")"
	case ByField:
		return "field:" + r.Via + "." + r.Name
	case ByGetter:
		return r.Via + "()." + r.Name
	case ByFunc:
		return r.Name + "(result)"
	}
	return r.Name
}

const errRelease wanted = "Method, call, call(result N), field:Field.Method, Getter().Method, " +
	"import/path.Func(result) or context …, or several of them separated by |"

// ReleasedBy reports whether a method of this name releases the resource.
func (r *Resource) ReleasedBy(name string) bool {
	return slices.ContainsFunc(r.Release, func(f Release) bool { return f.Name == name })
}

func parseRelease(s string) (Release, error) {
	if strings.HasPrefix(s, "context ") {
		return Release{By: ByContext, Name: s}, nil
	}
	if s == "call" {
		return Release{By: ByCall}, nil
	}
	if n, ok := strings.CutPrefix(s, "call(result "); ok {
		i, err := parseIndex(strings.TrimSuffix(n, ")"))
		if err != nil || !strings.HasSuffix(n, ")") {
			return Release{}, errRelease
		}
		return Release{By: ByResult, Result: i}, nil
	}
	if f, ok := strings.CutSuffix(s, "(result)"); ok {
		if !strings.Contains(f, ".") || strings.ContainsAny(f, " \r\n") {
			return Release{}, errRelease
		}
		return Release{By: ByFunc, Name: f}, nil
	}
	r := Release{By: ByMethod, Name: s}
	if path, ok := strings.CutPrefix(s, "field:"); ok {
		r.By = ByField
		r.Via, r.Name, _ = strings.Cut(path, ".")
	} else if via, name, ok := strings.Cut(s, "()."); ok {
		r = Release{By: ByGetter, Via: via, Name: name}
	}
	if !token.IsIdentifier(r.Name) || r.By != ByMethod && !token.IsIdentifier(r.Via) {
		return Release{}, errRelease
	}
	return r, nil
}

// releases is a cell: one or more, separated by bars.
type releases []Release

func (rs *releases) String() string {
	var parts []string
	for _, r := range *rs {
		parts = append(parts, r.String())
	}
	return strings.Join(parts, "|")
}

func (rs *releases) set(s string) error {
	for part := range strings.SplitSeq(s, "|") {
		r, err := parseRelease(strings.TrimSpace(part))
		if err != nil {
			return fmt.Errorf("%q: %w", part, err)
		}
		*rs = append(*rs, r)
	}
	return nil
}
