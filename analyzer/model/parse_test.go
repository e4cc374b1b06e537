package model

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseRow(t *testing.T) {
	for _, test := range []struct {
		row  string
		want Entry
	}{
		{
			"wait\t(*T).M\tkind=db\tctx=1\tvariant=p.F\tbounded_by=a = b\tdefault_bound=5s\tnote=n",
			&Wait{Symbol: "(*T).M", Kind: KindDB, Ctx: 1, Variant: "p.F", BoundedBy: "a = b", DefaultBound: "5s", Note: "n"},
		},
		{"wait\tF\tkind=http", &Wait{Symbol: "F", Kind: KindHTTP, Ctx: CtxNone}},
		{"wait\tF\tkind=http\tctx=req", &Wait{Symbol: "F", Kind: KindHTTP, Ctx: CtxRequest}},
		{"wait\t(T).M\tkind=http\tctx=recv", &Wait{Symbol: "(T).M", Kind: KindHTTP, Ctx: CtxReceiver}},
		{"wait\t(*T).*\tkind=rpc\tctx=0", &Wait{Symbol: "(*T).*", Kind: KindRPC}},
		{"cpu\tF\tclass=pdf/xlsx\tweight=light\tscales_with=s\tcost=c",
			&CPU{Symbol: "F", Class: ClassDocument, Weight: WeightLight, ScalesWith: "s", Cost: "c"}},
		{"client\tT{}\tmakes=*p.T\tper_request=leak\tclose=Close\ttimeout_knob=t\tpool_knob=p\tunset_default=u",
			&Client{Symbol: "T{}", Makes: "*p.T", PerRequest: PerRequestLeak, Close: "Close", TimeoutKnob: "t", PoolKnob: "p", UnsetDefault: "u"}},
		{"resource\tF\tresult=0\terr=1\ttype=*p.T\tduty=leak\trelease=Close|Abort\tauto_release=a\ttransfer=t",
			&Resource{Symbol: "F", Result: 0, Err: 1, Type: "*p.T", Duty: DutyLeak, AutoRelease: "a", Transfer: "t",
				Release: []Release{{By: ByMethod, Name: "Close"}, {By: ByMethod, Name: "Abort"}}}},
		{"resource\t(*T).Lock\tduty=lock\trelease=Unlock",
			&Resource{Symbol: "(*T).Lock", Result: -1, Err: -1, Duty: DutyLock, Release: []Release{{By: ByMethod, Name: "Unlock"}}}},
		{"handler\tF\tframework=f\tkind=middleware shape\tsignature=func()\trequest_context=c",
			&Handler{Symbol: "F", Framework: "f", Kind: HandlerMiddleware, Signature: "func()", RequestContext: "c"}},
		{"bound\tT.F\tbounds=removes-time\tscope=server\tdefault=0",
			&Bound{Symbol: "T.F", Bounds: BoundsRemovesTime, Scope: ScopeServer, Default: "0"}},
		{"callback\tF\targ=*\tmode=per-element\tholding=permit\tlimit=l\tctx_arg=0",
			&Callback{Symbol: "F", Arg: ArgVariadic, Mode: ModePerElement, Holding: HoldingPermit, Limit: "l", CtxArg: 0}},
		{"callback\tT.F\targ=recv\tmode=deferred", &Callback{Symbol: "T.F", Arg: ArgReceiver, Mode: ModeDeferred, CtxArg: -1}},
		{"provider\tF\trole=r\targ=0: f", &Provider{Symbol: "F", Role: "r", Arg: "0: f"}},
		{"noreturn\tF\thow=goexit\tconditional=yes", &NoReturn{Symbol: "F", How: HowGoexit, Conditional: true}},
	} {
		var p parser
		p.parse("f", "package p\n"+test.row)
		if len(p.errs) > 0 || len(p.rows["p"]) != 1 {
			t.Errorf("%q: %v", test.row, p.errs)
			continue
		}
		r := p.rows["p"][0]
		if !reflect.DeepEqual(r.Entry, test.want) {
			t.Errorf("%q:\n got %+v\nwant %+v", test.row, r.Entry, test.want)
		}
		if r.String() != test.row {
			t.Errorf("%q is written as %q", test.row, r.String())
		}
	}
}

// What users write by hand: aligned columns, blanks, comments, line ends of Windows.
func TestParseTolerates(t *testing.T) {
	c := newCatalogue(t, "# comment\r\n  package\tp\r\n\r\nwait\t\tF \t kind = db \t\tnote= a\r\n  # comment\r\nwait\tG\tkind=fs")
	if w := c.Library("p").Wait("F"); w == nil || w.Kind != KindDB || w.Note != "a" {
		t.Errorf("F: %+v", w)
	}
	if c.Library("p").Wait("G") == nil {
		t.Error("G is missing")
	}
}

// parseErrors checks that each text is refused with an error that has want in it.
func parseErrors(t *testing.T, tests [][2]string) {
	t.Helper()
	for _, test := range tests {
		text, want := test[0], test[1]
		_, err := New(Source{"u", []byte(text)})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "u:") {
			t.Errorf("%q:\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestLineErrors(t *testing.T) {
	parseErrors(t, [][2]string{
		{"wait\tF\tkind=db", `u:1: wait row before the first package line`},
		{"package", `u:1: "package": want package PATH`},
		{"package a b", `u:1: "package a b": want package PATH`},
		{"package _settings", `want package PATH`},
		{"module", `want module PATH, module PATH VERSION, or module PATH VERSION majors`},
		{"module a b c", `want module PATH, module PATH VERSION, or module PATH VERSION majors`},
		{"settings now", `want settings, alone`},
		{"package p\nwiat\tF", `u:2: row "wiat": want one of bound, callback, client, cpu, handler, input, local, noreturn, pool, provider, read, resource, size, status, store, wait, or package, settings, module; cells are separated by tabs`},
		{"package p\nwait F kind=db", `row "wait F kind=db": want one of`},
		{"package p\nwait", `wait row without a symbol`},
		{"package p\nwait\tp.F.G\tkind=db", `symbol "p.F.G": want F, T{}, T.Field, (*T).Method or (T).Method, relative to the package`},
		{"package p\nwait\t(*p.T).M\tkind=db", `symbol "(*p.T).M": want`},
		{"package p\nwait\t(T.M\tkind=db", `symbol "(T.M": want`},
		{"package p\nwait\t(T).\tkind=db", `symbol "(T).": want`},
		{"package p\ncpu\t(T).*\tclass=sort\tweight=light", `symbol "(T).*": only wait rows may stand for every method`},
		{"package p\nwait\tT{}\tkind=db", `symbol "T{}": only client rows may be composite literals`},
		{"settings\nwait\tdsn:x y\tkind=db", `wait row in the settings: want bound or local`},
		{"settings\nbound\tF\tbounds=time\tscope=call", `setting "F": want dsn:DRIVER KEY`},
		{"package p\nwait\tF\tkind=db\n\nwait\tF\tkind=fs", `u:4: second wait row for F, the first is at u:2`},
		{"package p\ncallback\tF\targ=0\tmode=sync\ncallback\tF\targ=00\tmode=async", `u:3: second callback row for F`},
	})
}

func TestCellErrors(t *testing.T) {
	const resource = "package p\nresource\tF\tresult=0\tduty=leak\trelease="
	parseErrors(t, [][2]string{
		{"package p\nwait\tF\tkind=dbb", `u:2: wait F: cell "kind=dbb": want one of http, db, sql, localdb, cache, queue, rpc, dns, dial, net, fs, exec, sleep, lock, chan`},
		{"package p\nwait\tF\tkind=", `cell "kind=": want one of http`},
		{"package p\nwait\tF\tkind=db|lock", `cell "kind=db|lock": want one of http`},
		{"package p\nwait\tF", `no cell "kind": want one of http`},
		{"package p\nwait\tF\tkind=db\tcontext=0", `cell "context=0": want one of the keys kind, ctx, variant, bounded_by, default_bound, over, reads, endless, with, note`},
		{"package p\nwait\tF\tkind=db\tkind=fs", `cell "kind=fs": second cell of this key`},
		{"package p\nwait\tF\tkind", `cell "kind": want key=value`},
		{"package p\nwait\tF\tkind=db\tctx=-1", `cell "ctx=-1": want an index from 0, req (it travels in an argument), recv (bound to the receiver), or no such cell`},
		{"package p\nwait\tF\tkind=db\tnote=", `cell "note=": want a value`},
		{"package p\nwait\t(*T).*\tkind=db", `want cell "ctx=0"`},
		{"package p\nresource\tF\tduty=leak\trelease=Close", `no cell "result": a function has no receiver to own`},
		{"package p\nresource\tF\tresult=0\tduty=leak", `no cell "release": a duty other than none needs one`},
		{"package p\nresource\tF\tresult=x\tduty=none", `cell "result=x": want an index from 0`},
		{resource + "close it", `cell "release=close it": "close it": want Method, call, call(result N), field:Field.Method, Getter().Method, import/path.Func(result) or context …`},
		{resource + "Close|", `"": want Method`},
		{resource + "field:Close", `"field:Close": want Method`},
		{resource + "call(result x)", `want Method`},
		{resource + "F(result)", `want Method`},
		{"package p\ncallback\tF\targ=last\tmode=sync", `cell "arg=last": want an index from 0, * (the variadic tail) or recv`},
		{"package p\nwait\tF\tkind=db\twith=p.WithBlock", `cell "with=p.WithBlock": want functions of the same package by their names, separated by commas`},
		{"package p\nnoreturn\tF\thow=exit\tconditional=no", `cell "conditional=no": want yes, or no such cell`},
	})
}

// Every wrong line is reported, in every source, and duplicates across sources.
func TestParseAllErrors(t *testing.T) {
	_, err := New(
		Source{"a", []byte("package p\nwait\tF\tkind=x\nwait\tG\tkind=db\nwait\tH\n")},
		Source{"b", []byte("wait\tF\tkind=db\npackage p\nwait\tG\tkind=fs\n")},
	)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"a:2: ", "a:4: ", "b:1: ", "b:3: second wait row for G, the first is at a:3"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
}

// FuzzParse: no text makes the parser panic, and what it accepts means the
// same after it was written and read again.
func FuzzParse(f *testing.F) {
	for _, text := range builtinText(f) {
		if len(text) < 1500 {
			f.Add(text)
		}
	}
	f.Add("package p\nresource\tF\tresult=1\tduty=leak\trelease=call|call(result 1)|X().Close|field:A.B|p.F(result)|context cancel\n")
	f.Add("package a\nwait\t\tF \t kind = db\r\n# x\nsettings\nbound\tdsn:x y\tbounds=time\tscope=call\nmodule m v1\nmodule n\n")
	f.Fuzz(func(t *testing.T, text string) {
		var p parser
		p.parse("f", text)
		written := format(&p)
		var q parser
		q.parse("g", written)
		if len(q.errs) > 0 {
			t.Fatalf("%q: %v", written, q.errs)
		}
		if again := format(&q); again != written {
			t.Fatalf("written as\n%q, then as\n%q", written, again)
		}
		for path, rows := range p.rows {
			if len(rows) != len(q.rows[path]) {
				t.Fatalf("%d rows of %q become %d", len(rows), path, len(q.rows[path]))
			}
			for _, r := range rows {
				if !hasRow(q.rows[path], r) {
					t.Fatalf("%v is lost in\n%q", r, written)
				}
			}
		}
		if len(p.modules) != len(q.modules) {
			t.Fatalf("modules %v become %v", p.modules, q.modules)
		}
	})
}

func hasRow(rows []Row, r Row) bool {
	for _, o := range rows {
		if o.Kind == r.Kind && o.Symbol == r.Symbol && reflect.DeepEqual(o.Entry, r.Entry) {
			return true
		}
	}
	return false
}
