package model

import "testing"

func TestSplit(t *testing.T) {
	c := newCatalogue(t, "package example.com/odd.Name\nwait\tF\tkind=db\n")
	for _, test := range []struct{ in, path, sym string }{
		{"(*database/sql.DB).QueryContext", "database/sql", "(*DB).QueryContext"},
		{"net/http.NewRequestWithContext", "net/http", "NewRequestWithContext"},
		{"net/http.Client.Timeout", "net/http", "Client.Timeout"},
		{"net/http.Transport{}", "net/http", "Transport{}"},
		{"os.RemoveAll", "os", "RemoveAll"},
		{"gopkg.in/yaml.v3.Unmarshal", "gopkg.in/yaml.v3", "Unmarshal"},
		{"(*github.com/nats-io/nats.go.Conn).RequestWithContext", "github.com/nats-io/nats.go", "(*Conn).RequestWithContext"},
		{"(github.com/redis/go-redis/v9.Cmdable).*", "github.com/redis/go-redis/v9", "(Cmdable).*"},
		{"example.com/odd.Name.F", "example.com/odd.Name", "F"},
		{"example.com/unknown/lib.v2.Func", "example.com/unknown/lib.v2", "Func"},
		{"(*example.com/unknown/lib.T).M", "example.com/unknown/lib", "(*T).M"},
	} {
		path, sym, ok := c.Split(test.in)
		if !ok || path != test.path || sym != test.sym {
			t.Errorf("Split(%q) = %q, %q, %v", test.in, path, sym, ok)
		}
		if back := Qualify(path, sym); back != test.in {
			t.Errorf("Qualify(%q, %q) = %q, want %q", path, sym, back, test.in)
		}
	}
	for _, in := range []string{"", ".", "x", "WithContext option of the call", "(*T).M", "nats.Context option", "a/b.", "((a.B"} {
		if path, sym, ok := c.Split(in); ok {
			t.Errorf("Split(%q) = %q, %q", in, path, sym)
		}
	}
}

func TestReceiver(t *testing.T) {
	for _, test := range []struct {
		in, recv, method string
		ok               bool
	}{
		{"(*DB).Query", "*DB", "Query", true},
		{"(Tx).Commit", "Tx", "Commit", true},
		{"(Cmdable).*", "Cmdable", "*", true},
		{"Get", "", "", false},
		{"T.Field", "", "", false},
	} {
		recv, method, ok := Receiver(test.in)
		if recv != test.recv || method != test.method || ok != test.ok {
			t.Errorf("Receiver(%q) = %q, %q, %v", test.in, recv, method, ok)
		}
	}
}

func TestKinds(t *testing.T) {
	outside := 0
	for k := KindHTTP; k <= KindChan; k++ {
		back, err := ParseKind(k.String())
		if err != nil || back != k {
			t.Errorf("%d is %q, which is %d, %v", k, k, back, err)
		}
		if k.Outside() {
			outside++
		}
	}
	if outside != 11 || KindLocalDB.Outside() || KindLock.Outside() || KindChan.Outside() || KindFS.Outside() || Kind(0).Outside() {
		t.Errorf("%d kinds are outside", outside)
	}
	if _, err := ParseKind(""); err == nil {
		t.Error("no kind is a kind")
	}
}

// The names of each enumeration are as many as its constants.
func TestEnumerations(t *testing.T) {
	for _, test := range []struct {
		n    names
		last uint8
		want string
	}{
		{rowKinds, uint8(RowWait), "wait"},
		{kinds, uint8(KindChan), "chan"},
		{classes, uint8(ClassRuntime), "runtime"},
		{weights, uint8(WeightLight), "light"},
		{perRequests, uint8(PerRequestNormal), "normal"},
		{duties, uint8(DutyNone), "none"},
		{handlerKinds, uint8(HandlerDiagnostics), "diagnostics"},
		{boundsNames, uint8(BoundsRemovesTime), "removes-time"},
		{scopes, uint8(ScopeProcess), "process"},
		{modes, uint8(ModeDeferred), "deferred"},
		{holdings, uint8(HoldingPermit), "permit"},
		{hows, uint8(HowPanic), "panic"},
		{doesNames, uint8(DoesInflate), "inflate"},
	} {
		if got := test.n.of(test.last); got != test.want {
			t.Errorf("%s: name %d is %q", test.n, test.last, got)
		}
		if got := test.n.of(test.last + 1); got != "" {
			t.Errorf("%s: there is a name %q more", test.n, got)
		}
		if got := test.n.of(0); got != "" {
			t.Errorf("%s: name 0 is %q", test.n, got)
		}
	}
}

func TestBoundedByDefaultProse(t *testing.T) {
	for s, want := range map[string]bool{
		"":                        false,
		"none":                    false,
		"5s":                      true,
		"1.5h":                    true,
		"about 3 seconds":         true,
		"3 tries":                 false,
		"its argument":            false,
		"v9.7":                    false,
		"5s, then none":           false,
		"10s; Unlimited retries":  false,
		"timeout 0s":              false,
		"as long as the server":   false,
		"2 minutes of HTTP/1.1":   true,
		"5s (read), 0 for writes": false,
	} {
		if got := (&Wait{DefaultBound: s}).BoundedByDefault(); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
