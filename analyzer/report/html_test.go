package report_test

import (
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/report"
)

// TestHTMLAlone: the page loads nothing, and nothing that it shows is markup.
func TestHTMLAlone(t *testing.T) {
	page := printed(t, "html")
	for _, loads := range []string{" src=", "@import", "url(", "<iframe", "fetch(", "XMLHttpRequest"} {
		if strings.Contains(page, loads) {
			t.Errorf("the page has %q", loads)
		}
	}
	for _, link := range regexp.MustCompile(`(?:href|content)="?(https?:[^"]*)`).FindAllStringSubmatch(page, -1) {
		if link[1] != "https://example.com/rules/nodeadline" {
			t.Errorf("the page has a link to %s", link[1])
		}
	}
	if strings.Contains(page, "</pre><b>") || !strings.Contains(page, "&lt;/pre&gt;&lt;b&gt;") {
		t.Error("source is markup in the page")
	}
	const evil = `</script><img src=x onerror=alert(1)>`
	at := report.Place{File: `"><script>alert(1)</script>`, Line: 1, Col: 1}
	f := &report.Finding{Rule: evil, Category: evil, Severity: "error", Message: evil, URL: "javascript:alert(1)", At: at, Op: at,
		Entries: []string{"x " + evil}, Fixes: []report.Fix{{Title: evil}}}
	var out strings.Builder
	failures := []*report.Failure{{Message: evil}}
	if err := report.Print(report.NewHTML(&out, report.Options{}), []*report.Finding{f}, failures, nil, report.Totals{}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "<script>"); got != 1 || strings.Contains(out.String(), "<img") || strings.Contains(out.String(), `href="javascript:`) {
		t.Errorf("a report brings its own scripts:\n%s", out.String())
	}
}

// TestHTMLShowsAll: without scripts nothing is hidden, and each finding has its
// way with the source, its fix and its rule.
func TestHTMLShowsAll(t *testing.T) {
	page := printed(t, "html")
	body, _, _ := strings.Cut(page, "<script>")
	articles := strings.Split(body, "<article ")[1:]
	if len(articles) != 6 { // three findings and three categories
		t.Fatalf("got %d articles", len(articles))
	}
	far := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(articles[0], ""))
	for _, want := range []string{
		"Get calls Repo.Find interface, *store.Orders", "query calls (*pgxpool.Pool).Query", "the context is made here",
		"«q» = o.pool.Query(ctx, q, id)", "GET /orders/{id}", "Fix: Use the context of the request", "\tctx := ctx",
	} {
		if !strings.Contains(strings.Join(strings.Fields(far), " "), strings.Join(strings.Fields(want), " ")) {
			t.Errorf("no %q in:\n%s", want, far)
		}
	}
	for _, want := range []string{"GET /orders", "no handler", "1 problem", "third/x.go:3:4", "Reports waits."} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in the page", want)
		}
	}
}

// TestHTMLClean: a report with no findings says so.
func TestHTMLClean(t *testing.T) {
	var out strings.Builder
	if err := report.Print(report.NewHTML(&out, report.Options{}), nil, nil, nil, report.Totals{Packages: 3, Hidden: 2}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Nothing found", "3 packages looked at, and 2 known findings left out"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
}

// browser finds Chromium. Where the tests decide what lands, there must be one.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("STALLCHECK_BROWSER"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("no Chromium: .ci/run installs it, or STALLCHECK_BROWSER names it")
	}
	t.Skip("no Chromium on this machine: install it (Debian: apt-get install chromium), or let STALLCHECK_BROWSER name it")
	return ""
}

// TestHTMLInBrowser uses the page as a person would: testdata/use.js clicks,
// types and looks, wide and narrow, dark and light, and lists what is wrong.
func TestHTMLInBrowser(t *testing.T) {
	chromium := browser(t)
	script, err := os.ReadFile("testdata/use.js")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Replace(printed(t, "html"), "</body>", "<script>"+string(script)+"</script></body>", 1)
	name := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(name, []byte(page), 0o666); err != nil {
		t.Fatal(err)
	}
	for form, args := range map[string][]string{
		"light":  {"--window-size=1300,900", "--blink-settings=preferredColorScheme=1"},
		"dark":   {"--window-size=1300,900", "--blink-settings=preferredColorScheme=0"},
		"narrow": {"--window-size=500,900", "--blink-settings=preferredColorScheme=1"},
	} {
		args = append(args, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--user-data-dir="+t.TempDir(),
			"--virtual-time-budget=20000", "--dump-dom", "file://"+name+"?"+form)
		dom, err := exec.Command(chromium, args...).Output()
		if err != nil {
			t.Fatalf("%s: %v", chromium, err)
		}
		m := regexp.MustCompile(`(?s)<pre id="result">(.*?)</pre>`).FindSubmatch(dom)
		if m == nil {
			t.Fatalf("%s: the script did not come to its end:\n%s", form, dom)
		}
		var result struct{ Done, Wrong []string }
		if err := json.Unmarshal([]byte(html.UnescapeString(string(m[1]))), &result); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range result.Wrong {
			t.Errorf("%s: %s", form, wrong)
		}
		want := []string{"start", "severities", "search", "views", "steps", "keys", "rule", "theme", "layout", "contrast"}
		if !slices.Equal(result.Done, want) {
			t.Errorf("%s: checked %q, want %q", form, result.Done, want)
		}
	}
}
