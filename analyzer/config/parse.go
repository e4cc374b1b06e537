package config

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/goccy/go-yaml/ast"
	yaml "github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/rule"
)

// parser walks over the tree of a file. It stops at the first mistake, but
// tells all that is wrong with catalogue rows.
type parser struct {
	file   *File
	source string
	rules  []*rule.Rule
	texts  map[string]string // of catalogue sources, as written
}

// A visit reads the value of a key.
type visit func(ast.Node) error

func (p *parser) parse() error {
	tree, err := yaml.ParseBytes([]byte(p.source), 0)
	if err != nil {
		return p.syntax(err)
	}
	if len(tree.Docs) > 1 {
		return p.mistake(tree.Docs[1].Body, "a second document: want one")
	}
	p.texts = make(map[string]string)
	for _, doc := range tree.Docs {
		if err := p.mapping(doc.Body, p.top()); err != nil {
			return err
		}
	}
	if _, err := model.New(p.file.Catalogue...); err != nil {
		return rowMistakes(err, p.texts)
	}
	return nil
}

// syntax is what the YAML parser says.
func (p *parser) syntax(err error) error {
	var at interface {
		GetToken() *token.Token
		GetMessage() string
	}
	if !errors.As(err, &at) || at.GetToken() == nil {
		return &Error{Name: p.file.Name, Message: err.Error()}
	}
	pos := at.GetToken().Position
	return mistake(p.file.Name, p.source, pos.Line, pos.Column, "%s", at.GetMessage())
}

// top are the keys of the file: its own, and a section for each rule that has
// options.
func (p *parser) top() map[string]visit {
	keys := map[string]visit{
		"rules":     p.ruleLists,
		"advice":    p.boolean(&p.file.Advice),
		"own":       p.strings(&p.file.Own, checkOwn),
		"exclude":   p.exclusions,
		"catalogue": p.catalogue,
	}
	for _, r := range p.rules {
		if r.Flags != nil {
			keys[r.Name] = p.options(r)
		}
	}
	return keys
}

func (p *parser) ruleLists(n ast.Node) error {
	err := p.mapping(n, map[string]visit{
		"enable":  p.strings(&p.file.Enable, p.checkRule),
		"disable": p.strings(&p.file.Disable, p.checkRule),
	})
	if err != nil {
		return err
	}
	if _, err := rule.Choose(p.rules, p.file.Enable, p.file.Disable); err != nil {
		return p.mistake(n, "rules: %v", err)
	}
	return nil
}

func (p *parser) checkRule(name string) error {
	_, err := rule.Lookup(p.rules, name)
	return err
}

// checkOwn refuses what looks like a folder.
func checkOwn(pattern string) error {
	if strings.HasPrefix(pattern, ".") || strings.HasPrefix(pattern, "/") {
		return fmt.Errorf("%q: want a pattern of import paths, such as example.com/kit/...", pattern)
	}
	return nil
}

func (p *parser) exclusions(n ast.Node) error {
	return p.sequence(n, func(item ast.Node) error {
		var x Exclusion
		var path []string
		err := p.mapping(item, map[string]visit{
			"path":  p.one(&path, checkPath),
			"rules": p.strings(&x.Rules, p.checkExcluded),
		})
		if err != nil {
			return err
		}
		if len(path) == 0 {
			return p.mistake(item, "no path: want the files that findings are not wanted in, such as path: internal/legacy/**")
		}
		x.Path = path[0]
		p.file.Exclude = append(p.file.Exclude, x)
		return nil
	})
}

// checkExcluded knows the rules, and the findings about ignore comments.
func (p *parser) checkExcluded(name string) error {
	if name == rule.Ignore {
		return nil
	}
	return p.checkRule(name)
}

func checkPath(pattern string) error {
	switch {
	case !doublestar.ValidatePattern(pattern):
		return fmt.Errorf("%q: want a pattern such as internal/**/*.pb.go", pattern)
	case path.IsAbs(pattern), path.Clean(pattern) != pattern, strings.HasPrefix(pattern, ".."), strings.Contains(pattern, `\`):
		return fmt.Errorf("%q: want a path below the folder of this file, written as internal/legacy", pattern)
	}
	return nil
}

// options reads the section of a rule: its keys are the rule's flags.
func (p *parser) options(r *rule.Rule) visit {
	return func(n ast.Node) error {
		keys := make(map[string]visit)
		r.EachFlag(new(rule.Options), func(f *flag.Flag) {
			key := strings.TrimPrefix(f.Name, r.Name+".")
			keys[key] = func(n ast.Node) error {
				value, ok := scalar(n)
				if !ok {
					return p.wrong(n, "a value")
				}
				if err := f.Value.Set(value); err != nil {
					return p.mistake(n, "%s: %v", f.Name, err)
				}
				p.file.Settings = append(p.file.Settings, Setting{Flag: f.Name, Value: value})
				return nil
			}
		})
		return p.mapping(n, keys)
	}
}

// mapping reads keys and values. Nothing, as after a key whose lines are all
// commented out, is no keys.
func (p *parser) mapping(n ast.Node, keys map[string]visit) error {
	if n == nil || n.Type() == ast.NullType {
		return nil
	}
	m, ok := n.(ast.MapNode)
	if !ok {
		return p.wrong(n, "keys and values, which are "+names(keys))
	}
	for entries := m.MapRange(); entries.Next(); {
		key := entries.Key()
		name := key.GetToken().Value
		read, ok := keys[name]
		if !ok {
			return p.unknown(key, name, keys)
		}
		if err := read(entries.Value()); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) unknown(key ast.Node, name string, keys map[string]visit) error {
	if near := rule.Nearest(name, slices.Sorted(maps.Keys(keys))); near != "" {
		return p.mistake(key, "unknown key %q: did you mean %s?", name, near)
	}
	return p.mistake(key, "unknown key %q: the keys here are %s", name, names(keys))
}

func names(keys map[string]visit) string {
	return strings.Join(slices.Sorted(maps.Keys(keys)), ", ")
}

// sequence reads the items of a list.
func (p *parser) sequence(n ast.Node, each visit) error {
	if n.Type() == ast.NullType {
		return nil
	}
	list, ok := n.(ast.ArrayNode)
	if !ok {
		return p.wrong(n, "a list, as in [a, b]")
	}
	for items := list.ArrayRange(); items.Next(); {
		if err := each(items.Value()); err != nil {
			return err
		}
	}
	return nil
}

// strings reads a list of strings.
func (p *parser) strings(to *[]string, check func(string) error) visit {
	return func(n ast.Node) error { return p.sequence(n, p.one(to, check)) }
}

// one reads one string.
func (p *parser) one(to *[]string, check func(string) error) visit {
	return func(n ast.Node) error {
		s, ok := n.(*ast.StringNode)
		if !ok {
			return p.wrong(n, "text")
		}
		if err := check(s.Value); err != nil {
			return p.mistake(n, "%v", err)
		}
		*to = append(*to, s.Value)
		return nil
	}
}

func (p *parser) boolean(to *bool) visit {
	return func(n ast.Node) error {
		b, ok := n.(*ast.BoolNode)
		if !ok {
			return p.wrong(n, "true or false")
		}
		*to = b.Value
		return nil
	}
}

// scalar is a value as it is written, without quotes.
func scalar(n ast.Node) (string, bool) {
	switch s := n.(type) {
	case *ast.StringNode:
		return s.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}
