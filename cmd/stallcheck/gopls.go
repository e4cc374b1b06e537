package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/stallcheck/stallcheck/analyzer/gopls"
)

// gopls builds gopls with the rules in it, and says how editors run it.
func (c *command) gopls(ctx context.Context, args []string) int {
	var version, editor, out, source string
	set := flag.NewFlagSet("stallcheck gopls", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.StringVar(&version, "version", "", "")
	set.StringVar(&editor, "editor", "", "")
	set.StringVar(&out, "o", "", "")
	set.StringVar(&source, "source", "", "")
	err := set.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return c.help(ctx, nil)
	case err != nil:
		return c.usage(err)
	case set.NArg() > 0:
		return c.usage(fmt.Errorf("gopls takes no arguments: name the version with -version=%s", set.Arg(0)))
	}
	editors := gopls.Editors
	if editor != "" {
		e, err := gopls.Lookup(editor)
		if err != nil {
			return c.usage(err)
		}
		editors = []gopls.Editor{e}
	}
	if out, err = c.buildGopls(ctx, version, out, source); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stdout, "%s\n", out)
	for _, e := range editors {
		fmt.Fprintf(c.stdout, "\n%s, in %s:\n\n%s", e.Title, e.File, e.Settings(out))
	}
	return exitClean
}

// buildGopls returns where it puts gopls.
func (c *command) buildGopls(ctx context.Context, version, out, source string) (string, error) {
	from, err := sourceOf(source)
	if err != nil {
		return "", err
	}
	if out == "" {
		if out, err = defaultOut(ctx); err != nil {
			return "", err
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find cache: %w", err)
	}
	build := gopls.Build{Version: version, Source: from, Cache: filepath.Join(cache, "stallcheck"), Stderr: c.stderr}
	bin, err := build.Run(ctx)
	if err != nil {
		return "", err
	}
	out = absolute(out)
	return out, gopls.Install(out, bin)
}

// defaultOut is stallcheck-gopls beside what go install installs.
func defaultOut(ctx context.Context) (string, error) {
	printed, err := exec.CommandContext(ctx, "go", "env", "GOBIN", "GOPATH").Output()
	if err != nil {
		return "", fmt.Errorf("run go env: %w", err)
	}
	lines := strings.Split(string(printed), "\n")
	dir := lines[0]
	if dir == "" {
		dir = filepath.Join(filepath.SplitList(lines[1])[0], "bin")
	}
	name := "stallcheck-gopls"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(dir, name), nil
}

// sourceOf is the stallcheck to build in: this one, as a version that anyone can
// download or, in a build of one's own, its source.
func sourceOf(given string) (gopls.Source, error) {
	if given == "" {
		info, ok := debug.ReadBuildInfo()
		if ok && info.Main.Sum != "" {
			return gopls.Source{Version: info.Main.Version}, nil
		}
		_, file, _, _ := runtime.Caller(0)
		given = filepath.Join(filepath.Dir(file), "..", "..")
	}
	dir := absolute(given)
	content, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil || !strings.HasPrefix(string(content), "module "+modulePath+"\n") {
		return gopls.Source{}, usageError{errors.New("this stallcheck is of no released version, and its source is not in " + dir + ": name the folder with -source")}
	}
	return gopls.Source{Dir: dir}, nil
}

const modulePath = "github.com/stallcheck/stallcheck"
