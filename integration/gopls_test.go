//go:build integration

package integration

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/gopls"
	"github.com/stallcheck/stallcheck/rules"
)

// goplsWith is "stallcheck gopls" of a version, built once.
func goplsWith(t *testing.T, version string) string {
	t.Helper()
	stallcheck(t)
	return built(t, "gopls-"+version, func(path string) {
		if r := goplsCommand(t, "-version="+version, "-o", path); r.code != 0 || !strings.HasPrefix(r.stdout, path+"\n") {
			t.Fatalf("stallcheck gopls: %s", r)
		}
	})
}

func goplsCommand(t *testing.T, args ...string) result {
	t.Helper()
	tool := stallcheck(t)
	return program{dir: t.TempDir(), env: []string{
		"XDG_CACHE_HOME=" + filepath.Join(scratch, "cache"), "GOCACHE=" + goEnv(t, "GOCACHE"),
	}}.run(t, tool, append([]string{"gopls"}, args...)...)
}

// TestGopls holds a session with each gopls that is known to work.
func TestGopls(t *testing.T) {
	for _, known := range gopls.Tested {
		t.Run(known.Version, func(t *testing.T) {
			bin := goplsWith(t, known.Version)
			if v := (program{dir: t.TempDir()}).must(t, bin, "version"); !strings.Contains(v, known.Version+"+stallcheck") {
				t.Errorf("version: %s", v)
			}
			session(t, bin)
		})
	}
	newest := goplsWith(t, gopls.Tested[0].Version)
	t.Run("analyses", func(t *testing.T) {
		got := goplsCauses(t, newest, app(t, "wired"), map[string]bool{"nodeadline": false})
		if !slices.Equal(got, []string{"unreleased postgres/postgres.go:30"}) {
			t.Errorf("without nodeadline: %q", got)
		}
	})
	t.Run("configuration", func(t *testing.T) {
		dir := app(t, "wired")
		all := goplsCauses(t, newest, dir, nil)
		files(t, dir, map[string]string{".stallcheck.yaml": "rules:\n  disable: [unreleased]\nexclude:\n  - path: api\n"})
		if got := goplsCauses(t, newest, dir, nil); !slices.Equal(got, []string{"nodeadline postgres/postgres.go:23"}) || len(all) != 3 {
			t.Errorf("with a configuration: %q\nwithout: %q", got, all)
		}
		files(t, dir, map[string]string{".stallcheck.yaml": "ruels: {}\n"})
		s := serve(t, newest, dir, nil)
		found := slices.ContainsFunc(s.open(filepath.Join(dir, "api", "api.go")), func(d lspDiagnostic) bool {
			return d.Source == "stallcheckcomments" && strings.Contains(d.Message, `unknown key "ruels"`)
		})
		if !found {
			t.Error("a wrong configuration is not told")
		}
	})
	t.Run("cached", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "bin", "gopls")
		r := goplsCommand(t, "-version="+gopls.Tested[0].Version, "-o", out, "-editor=vscode")
		if r.code != 0 || strings.Contains(r.stderr, "building") {
			t.Errorf("built again: %s", r)
		}
		_, settings, _ := strings.Cut(r.stdout, "settings.json:\n")
		var vscode struct {
			Tools map[string]string `json:"go.alternateTools"`
		}
		if err := json.Unmarshal([]byte(settings), &vscode); err != nil || vscode.Tools["gopls"] != out {
			t.Errorf("settings of VS Code: %v in %s", err, settings)
		}
	})
	t.Run("unknown", func(t *testing.T) {
		for version, want := range map[string]string{
			"v0.1.0":  "gopls v0.1.0 is unlike those that stallcheck knows (tested: v0.23.0",
			"v0.99.0": "download golang.org/x/tools/gopls: ",
			"newest":  "gopls newest: want a version such as v0.23.0",
		} {
			if r := goplsCommand(t, "-version="+version); r.code == 0 || !strings.Contains(r.stderr, want) {
				t.Errorf("%s: want %q: %s", version, want, r)
			}
		}
	})
}

// session looks at findings as an editor does, and applies a fix.
func session(t *testing.T, bin string) {
	dir := app(t, "shop")
	s := serve(t, bin, dir, nil)

	// With the way to it.
	d := one(t, s.open(filepath.Join(dir, "api", "api.go")), "nodeadline")
	if d.Severity != 2 || d.Code != "nodeadline" || d.Range.Start.Line != 35 || d.Range.Start.Character != 14 {
		t.Errorf("diagnostic: %s", d)
	}
	if d.CodeDescription.Href != "https://github.com/stallcheck/stallcheck/blob/main/rules/nodeadline" {
		t.Errorf("link to the documentation: %q", d.CodeDescription.Href)
	}
	var way []string
	for _, r := range d.Related {
		way = append(way, fmt.Sprintf("%s:%d %s", filepath.Base(r.Location.URI), r.Location.Range.Start.Line+1, r.Message))
	}
	if want := []string{"api.go:32 (*api.Handler).Health calls api.ping", "api.go:36 api.ping calls http.Get", "api.go:36 the operation"}; !slices.Equal(way, want) {
		t.Errorf("related: %q", way)
	}

	// With a fix.
	name := filepath.Join(dir, "store", "store.go")
	d = one(t, s.open(name), "nodeadline")
	text := s.fix(name, d, "Use the context in scope")
	if !strings.Contains(text, "o.pool.QueryRow(ctx, ") {
		t.Fatalf("fixed:\n%s", text)
	}
	for _, d := range s.change(name, 2, text) {
		if d.Source == "nodeadline" {
			t.Errorf("after the fix: %s", d)
		}
	}
	if got := s.change(name, 3, read(t, name)); len(got) == 0 {
		t.Error("undone, and not found again")
	}

	// An error, and one about another package, where the packages are joined.
	dir = app(t, "wired")
	s = serve(t, bin, dir, nil)
	if d := one(t, s.open(filepath.Join(dir, "db", "postgres", "postgres.go")), "unreleased"); d.Severity != 1 {
		t.Errorf("severity: %s", d)
	}
	inMain := s.open(filepath.Join(dir, "main.go"))
	d = one(t, slices.DeleteFunc(inMain, func(d lspDiagnostic) bool { return !strings.Contains(d.Message, "QueryRow may") }), "nodeadline")
	if d.Range.Start.Line != 19 || !strings.HasSuffix(d.Message, "(via (*api.Server).name → (*postgres.DB).Name, postgres/postgres.go:23) [nodeadline]") {
		t.Errorf("in main: %s", d)
	}
	if last := d.Related[len(d.Related)-1]; !strings.HasSuffix(last.Location.URI, "/db/postgres/postgres.go") || last.Location.Range.Start.Line != 22 || last.Location.Range.Start.Character != 7 {
		t.Errorf("the operation: %+v", last)
	}
}

// one is the only diagnostic of a rule.
func one(t *testing.T, all []lspDiagnostic, rule string) lspDiagnostic {
	t.Helper()
	var found []lspDiagnostic
	for _, d := range all {
		if d.Source == rule {
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		t.Fatalf("want one finding of %s: %+v", rule, all)
	}
	return found[0]
}

// fix asks for the fixes of a diagnostic, and is the file with one applied.
func (s *server) fix(name string, d lspDiagnostic, title string) string {
	s.t.Helper()
	type edit struct {
		Range   lspRange
		NewText string
	}
	type action struct {
		Title, Kind string
		Data        json.RawMessage `json:"data,omitempty"`
		Edit        *struct {
			DocumentChanges []struct{ Edits []edit }
			Changes         map[string][]edit
		} `json:"edit,omitempty"`
	}
	var actions []action
	s.call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": uri(name)},
		"range":        d.Range,
		"context":      map[string]any{"diagnostics": []json.RawMessage{d.raw}, "only": []string{"quickfix"}},
	}, &actions)
	i := slices.IndexFunc(actions, func(a action) bool { return a.Title == title })
	if i < 0 || actions[i].Kind != "quickfix" || actions[i].Edit == nil {
		s.t.Fatalf("no fix %q: %+v", title, actions)
	}
	var edits []edit
	for _, c := range actions[i].Edit.DocumentChanges {
		edits = append(edits, c.Edits...)
	}
	for _, c := range actions[i].Edit.Changes {
		edits = append(edits, c...)
	}
	text := read(s.t, name)
	slices.SortFunc(edits, func(a, b edit) int { return offset(text, b.Range.Start) - offset(text, a.Range.Start) })
	for _, e := range edits {
		text = text[:offset(text, e.Range.Start)] + e.NewText + text[offset(text, e.Range.End):]
	}
	return text
}

// offset is the place in a text that is all ASCII.
func offset(text string, at struct{ Line, Character int }) int {
	n := 0
	for range at.Line {
		n += strings.IndexByte(text[n:], '\n') + 1
	}
	return n + at.Character
}

// goplsCauses opens every file of a module, and lists the causes that are shown.
func goplsCauses(t *testing.T, bin, dir string, analyses map[string]bool) []string {
	t.Helper()
	s := serve(t, bin, dir, analyses)
	ours := []string{"stallcheckcomments"}
	for _, r := range rules.All { // advice, too: it must not be shown unless asked for
		ours = append(ours, r.Name)
	}
	set := map[string]bool{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".go" {
			return err
		}
		for _, d := range s.open(name) {
			if slices.Contains(ours, d.Source) {
				set[cause(d.Code, name, d.Range.Start.Line+1, d.Message, filepath.Base(dir))] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sorted(set)
}

// TestNeovim opens a file in a real Neovim with the settings that the command
// prints, sees a finding, applies its fix and sees it gone.
func TestNeovim(t *testing.T) {
	bin := goplsWith(t, gopls.Tested[0].Version)
	editor, err := gopls.Lookup("neovim")
	if err != nil {
		t.Fatal(err)
	}
	dir := app(t, "shop")
	name := filepath.Join(dir, "store", "store.go")
	log := filepath.Join(t.TempDir(), "log")
	files(t, dir, map[string]string{"settings.lua": editor.Settings(bin), "test.lua": neovim})
	r := program{dir: dir, env: append([]string{
		"GOPLSCACHE=" + goplsCache(t), "HOME=" + t.TempDir(), "GOMODCACHE=" + goEnv(t, "GOMODCACHE"), "GOCACHE=" + goEnv(t, "GOCACHE"), "LOG=" + log,
	}, offline...)}.run(t, "nvim", "--headless", "-u", "NONE", "-n", "-c", "luafile test.lua", name)
	said, _ := os.ReadFile(log)
	want := "found 17:9 severity 2 nodeadline\napplied Use the context in scope\ngone\n"
	if string(said) != want {
		t.Fatalf("want\n%sgot\n%s%s", want, said, r)
	}
	if got := read(t, name); !strings.Contains(got, "o.pool.QueryRow(ctx, ") {
		t.Errorf("written:\n%s", got)
	}
}

// neovim is the session. The settings are for Neovim 0.11; an older one that
// lacks what they call gets that in its simplest form.
const neovim = `
local log = io.open(os.getenv("LOG"), "w")
local function say(...) log:write(string.format(...), "\n") log:flush() end
local function quit(...) if ... then say(...) end vim.cmd("qall!") end
local ok, err = pcall(function()
  if vim.lsp.config == nil then
    local configs = {}
    vim.lsp.config = function(name, config) configs[name] = config end
    vim.lsp.enable = function(name)
      local config = configs[name]
      config.name, config.root_dir = name, vim.fn.getcwd()
      vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
    end
  end
  vim.cmd("set filetype=go")
  dofile("settings.lua")
  local function ours()
    return vim.tbl_filter(function(d) return d.source == "nodeadline" end, vim.diagnostic.get(0))
  end
  if not vim.wait(300000, function() return #ours() > 0 end, 100) then
    return quit("no finding in %s", vim.inspect(vim.diagnostic.get(0)))
  end
  local d = ours()[1]
  say("found %d:%d severity %d %s", d.lnum + 1, d.col + 1, d.severity, d.code or d.user_data.lsp.code)
  vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col })
  local before, chosen = vim.api.nvim_buf_get_changedtick(0), nil
  vim.ui.select = function(items, _, on_choice)
    for i, item in ipairs(items) do
      local action = item.action or item[2]
      if action.title == "Use the context in scope" then
        chosen = action.title
        return on_choice(item, i)
      end
    end
    on_choice(nil)
  end
  vim.lsp.buf.code_action()
  if not vim.wait(300000, function() return vim.api.nvim_buf_get_changedtick(0) ~= before end, 100) then
    return quit("nothing changed")
  end
  say("applied %s", chosen)
  vim.cmd("silent write")
  if not vim.wait(300000, function() return #ours() == 0 end, 100) then
    return quit("still found")
  end
  quit("gone")
end)
if not ok then quit("%s", err) end
`
