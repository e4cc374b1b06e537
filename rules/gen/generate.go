package main

import (
	"bytes"
	"embed"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/stallcheck/stallcheck/analyzer/rule/ruledoc"
)

//go:embed *.tmpl
var templates embed.FS

// ruleInfo is what the templates need of one rule.
type ruleInfo struct {
	Name     string
	Severity string
	Advice   bool
	Since    string
	Doc      *ruledoc.Doc
}

// generate makes the content of every generated file, by path below root.
func generate(root string) (map[string][]byte, error) {
	rules, err := findRules(root)
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	add := func(name, tmpl string, data any) error {
		content, err := render(tmpl, data)
		if err != nil {
			return fmt.Errorf("generate %s: %w", name, err)
		}
		files[name] = content
		return nil
	}
	if err := add("rules/all.go", "all.go.tmpl", rules); err != nil {
		return nil, err
	}
	if err := add("rules/README.md", "index.md.tmpl", rules); err != nil {
		return nil, err
	}
	for _, r := range rules {
		dir := "rules/" + r.Name + "/"
		if err := add(dir+"README.md", "rule.md.tmpl", r); err != nil {
			return nil, err
		}
		if err := add(dir+r.Name+"_test.go", "rule_test.go.tmpl", r); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// findRules reads every rule: a folder below rules/ with a Go file of its own
// name that declares a variable Rule.
func findRules(root string) ([]ruleInfo, error) {
	paths, err := filepath.Glob(filepath.Join(root, "rules", "*", "*.go"))
	if err != nil {
		return nil, fmt.Errorf("find rules: %w", err)
	}
	var rules []ruleInfo
	for _, path := range paths {
		name := filepath.Base(filepath.Dir(path))
		if filepath.Base(path) != name+".go" {
			continue
		}
		r, err := readRule(name, path)
		if err != nil {
			return nil, fmt.Errorf("read rule %s: %w", name, err)
		}
		if r != nil {
			rules = append(rules, *r)
		}
	}
	slices.SortFunc(rules, func(a, b ruleInfo) int { return strings.Compare(a.Name, b.Name) })
	return rules, nil
}

func readRule(name, path string) (*ruleInfo, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	fields := ruleFields(file)
	if fields == nil {
		return nil, nil
	}
	doc, err := ruledoc.Parse(string(source))
	if err != nil {
		return nil, err
	}
	r := &ruleInfo{Name: name, Severity: "warning", Doc: doc}
	for key, value := range fields {
		switch v := value.(type) {
		case *ast.Ident:
			r.Advice = r.Advice || key == "Advice" && v.Name == "true"
		case *ast.SelectorExpr:
			if key == "Severity" {
				r.Severity = strings.ToLower(v.Sel.Name)
			}
		case *ast.BasicLit:
			text, err := strconv.Unquote(v.Value)
			switch {
			case err != nil:
				return nil, err
			case key == "Since":
				r.Since = text
			case key == "Name" && text != name:
				return nil, fmt.Errorf("its Name is %q, unlike its folder", text)
			}
		}
	}
	return r, nil
}

// ruleFields finds the literal that the variable Rule is set to.
func ruleFields(file *ast.File) map[string]ast.Expr {
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range gen.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok || len(v.Names) != 1 || v.Names[0].Name != "Rule" || len(v.Values) != 1 {
				continue
			}
			fields := make(map[string]ast.Expr)
			ast.Inspect(v.Values[0], func(n ast.Node) bool {
				if kv, ok := n.(*ast.KeyValueExpr); ok {
					if key, ok := kv.Key.(*ast.Ident); ok {
						fields[key.Name] = kv.Value
					}
				}
				return true
			})
			return fields
		}
	}
	return nil
}

func render(name string, data any) ([]byte, error) {
	t, err := template.ParseFS(templates, name)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return nil, err
	}
	if strings.HasSuffix(name, ".go.tmpl") {
		return format.Source(b.Bytes())
	}
	return b.Bytes(), nil
}
