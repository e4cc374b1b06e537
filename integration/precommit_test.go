//go:build integration

package integration

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPreCommit runs the hooks with the real pre-commit: it clones a repository
// with this work tree, builds the command, and runs it on a commit.
func TestPreCommit(t *testing.T) {
	source := snapshot(t)
	project := app(t, "wired")
	git := gitIn(project)
	config := block(t, "pre-commit.md", "`.pre-commit-config.yaml`")
	config = replace(t, config, "https://github.com/stallcheck/stallcheck", source)
	config = replace(t, config, "rev: v0.1.0", "rev: "+tag)
	files(t, project, map[string]string{".pre-commit-config.yaml": config})
	git.must(t, "git", "init", "-q")
	git.must(t, "git", "add", "-A")
	hook := program{dir: project, env: append(git.env,
		"PRE_COMMIT_HOME="+filepath.Join(scratch, "pre-commit"),
		"GOMODCACHE="+goEnv(t, "GOMODCACHE"), // else it fetches every module again
		"GOCACHE="+goEnv(t, "GOCACHE"),
		"GOFLAGS=",
	)}

	t.Run("whole module", func(t *testing.T) {
		r := hook.run(t, "pre-commit", "run", "stallcheck", "--hook-stage", "manual", "--all-files", "--verbose")
		if r.code == 0 || !strings.Contains(r.stdout, "- exit code: 3") {
			t.Fatalf("want a failed hook: %s", r)
		}
		for _, want := range []string{
			"api/api.go:28:15: ",
			"db/postgres/postgres.go:23:8: ", // reached through main alone
			"db/postgres/postgres.go:30:15: ",
		} {
			if !strings.Contains(r.stdout, want) {
				t.Errorf("want %s in: %s", want, r)
			}
		}
	})

	t.Run("changed packages", func(t *testing.T) {
		git.must(t, "git", "commit", "-q", "-m", "all")
		change(t, filepath.Join(project, "db", "db.go"))
		git.must(t, "git", "add", "-A")
		if r := hook.run(t, "pre-commit", "run", "stallcheck-changed", "--verbose"); r.code != 0 || !strings.Contains(r.stdout, "Passed") {
			t.Errorf("nothing is wrong with db itself: %s", r)
		}
		change(t, filepath.Join(project, "db", "postgres", "postgres.go"))
		git.must(t, "git", "add", "-A")
		if r := hook.run(t, "pre-commit", "run", "stallcheck-changed", "--verbose"); r.code == 0 || !strings.Contains(r.stdout, "db/postgres/postgres.go:30:15: ") || strings.Contains(r.stdout, "api/api.go") {
			t.Errorf("want only what db/postgres shows: %s", r)
		}
	})

	t.Run("clean", func(t *testing.T) {
		files(t, project, map[string]string{".stallcheck.yaml": "exclude:\n  - path: \"**\"\n"})
		git.must(t, "git", "add", "-A")
		for id, stage := range map[string]string{"stallcheck": "manual", "stallcheck-changed": "commit"} {
			if r := hook.run(t, "pre-commit", "run", id, "--hook-stage", stage, "--verbose"); r.code != 0 || !strings.Contains(r.stdout, "Passed") {
				t.Errorf("%s: want a passed hook: %s", id, r)
			}
		}
	})
}

// tag is the version that snapshot gives the work tree.
const tag = "v0.0.1"

// snapshot is a git repository with the files of this work tree, in one commit
// with a tag.
func snapshot(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	list := program{dir: root(t)}.must(t, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	for name := range strings.SplitSeq(strings.TrimRight(list, "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(root(t), name))
		if os.IsNotExist(err) {
			continue // deleted, and not yet committed
		}
		if err != nil {
			t.Fatal(err)
		}
		files(t, dir, map[string]string{name: string(content)})
	}
	git := gitIn(dir)
	git.must(t, "git", "init", "-q")
	git.must(t, "git", "add", "-A")
	git.must(t, "git", "commit", "-q", "-m", "work tree")
	git.must(t, "git", "tag", tag)
	return dir
}

// gitIn is git without anybody's settings.
func gitIn(dir string) program {
	return program{dir: dir, env: []string{
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=test", "GIT_AUTHOR_EMAIL=test@example.com",
		"GIT_COMMITTER_NAME=test", "GIT_COMMITTER_EMAIL=test@example.com",
	}}
}

// change adds a line at the end of a file.
func change(t *testing.T, name string) {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(content, "\n// Changed.\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
}
