package gopls

import (
	"fmt"
	"strconv"
	"strings"
)

// An Editor is one that can be told which gopls to run.
type Editor struct {
	Name  string // as a flag has it
	Title string
	File  string // the settings to add to
	// text is what to add. PATH stands for the executable in quotes, which every
	// one of these languages writes alike.
	text string
}

// Settings are what to add for a gopls at a path.
func (e Editor) Settings(path string) string {
	return strings.ReplaceAll(e.text, "PATH", strconv.Quote(path))
}

// Editors are all editors, by name.
var Editors = []Editor{
	{"emacs", "Emacs with eglot", "init.el", `(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((go-mode go-ts-mode go-mod-mode go-mod-ts-mode) . (PATH))))
`},
	{"helix", "Helix", "~/.config/helix/languages.toml", `[language-server.gopls]
command = PATH
`},
	{"neovim", "Neovim 0.11 or later", "~/.config/nvim/init.lua", `vim.lsp.config("gopls", {
  cmd = { PATH },
  filetypes = { "go", "gomod", "gowork" },
  root_markers = { "go.work", "go.mod" },
})
vim.lsp.enable("gopls")
`},
	{"vim", "Vim with vim-lsp", "~/.vimrc", `autocmd User lsp_setup call lsp#register_server({
    \ 'name': 'gopls',
    \ 'cmd': {server_info->[PATH]},
    \ 'allowlist': ['go', 'gomod', 'gowork'],
    \ })
`},
	{"vscode", "VS Code", "settings.json", `{
  "go.useLanguageServer": true,
  "go.alternateTools": { "gopls": PATH }
}
`},
	{"zed", "Zed", "~/.config/zed/settings.json", `{
  "lsp": {
    "gopls": { "binary": { "path": PATH } }
  }
}
`},
}

// Lookup finds an editor by its name.
func Lookup(name string) (Editor, error) {
	var names []string
	for _, e := range Editors {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return Editor{}, fmt.Errorf("unknown editor %q: want one of %s", name, strings.Join(names, ", "))
}
