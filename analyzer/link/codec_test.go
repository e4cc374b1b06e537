package link

import (
	"bytes"
	"math/rand"
	"reflect"
	"testing"

	"github.com/stallcheck/stallcheck/analyzer/model"
	"github.com/stallcheck/stallcheck/analyzer/program"
	"github.com/stallcheck/stallcheck/analyzer/summary"
	"github.com/stallcheck/stallcheck/analyzer/witness"
)

// sample is a table that has something in every field.
func sample() *Table {
	pos := witness.Pos{Pkg: "example.com/x/store", File: "store.go", Line: 12, Col: 3}
	t := &Table{
		Nodes: []*summary.Node{{
			Key: "(*example.com/x/store.Orders).Find", Pos: pos, Root: program.Handler, HasContext: true, Asked: 6, Marshals: "MarshalJSON",
			Requests: 4, Carrier: "net/http", Limits: summary.LimitsTime,
			Ops: []summary.Op{{
				Class: summary.ClassBuild, Symbol: "(*database/sql.DB).Query", Kind: model.KindDB, Pos: pos, Flags: summary.Deferred,
				Cost: summary.CostLeak, Lasts: 5, From: summary.Foreign | 3, Ctx: summary.Ctx{Kind: summary.CtxInput, Input: 1, Deadline: summary.HasDeadline},
				NoContext: true, Variant: "(*database/sql.DB).QueryContext", Bounded: summary.Unbounded, Into: 5, Clients: []string{"client@x"}, Ignored: []string{"nodeadline"},
			}},
			Edges: []summary.Edge{{
				Callee: "example.com/x/store.query", Method: "(example.com/x/api.Repo).Find", Instance: "int", Slot: "example.com/x/api.Server.repo",
				Pos: pos, Flags: summary.Async, Args: []summary.Arg{{Input: 2, Ctx: summary.Ctx{Kind: summary.CtxNever, Made: "context.TODO"}}},
				Bodies: []summary.Given{{Input: 1, Body: summary.Body{From: 2, Limited: true}}},
				Into:   1, Fresh: 2, Clients: []summary.ClientArg{{Input: 1, From: []string{"client@y"}}}, Needs: []summary.Need{{Input: 1, From: 4, Listed: true}}, Dynamic: "field", Ignored: []string{"perrequest"},
			}},
			Holds: []summary.Hold{{Kind: summary.HoldConn, Pos: pos, Via: "(example.com/x/api.Repo).Tx#2"}},
			Lends: []summary.Lent{{Param: 2, Symbol: "(*database/sql.DB).BeginTx", Type: "*sql.Tx", Switch: "x"}},
			Owns:  1, Pendings: []summary.Pending{{Method: "(example.com/x/api.Repo).Open", Result: 1, Type: "io.ReadCloser", Pos: pos, Returns: []witness.Pos{pos}, Loop: true, Never: true, Ignored: []string{"unreleased"}}},
			Serials:  []summary.Serial{{First: pos, Second: pos}},
			Outcomes: []summary.Outcome{{Symbol: "net/http.NotFound", Code: 404, Pos: pos, From: pos, Ignored: []string{"timeoutstatus"}}},
		}},
		Impls:    []Impl{{"(example.com/x/api.Repo).Find", "(*example.com/x/store.Orders).Find", "*example.com/x/store.Orders", "int", "string"}},
		Flows:    []Flow{{"a", "b", FromType}},
		Settings: []string{"example.com/web.New"},
		Fronts:   []Front{{Symbol: "net/http.NewServeMux", Pos: pos, Starts: true, Ignored: []string{"bodylimit"}}},
		Assets:   []summary.Asset{{Kind: summary.AssetServer, Symbol: "net/http.ListenAndServe", In: "main.main", Pos: pos, Needs: []string{"x"}, Ignored: []string{"shutdown"}}},
		Closed:   []string{"one", "two"},
		Failed:   []string{"why"},
	}
	t.normalize()
	return t
}

func TestCodecIsIdentity(t *testing.T) {
	want := sample()
	got, err := decode(encode(want))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("decoded %+v, want %+v", got, want)
	}
}

// TestEncodeIsDeterministic merges the same tables in any order.
func TestEncodeIsDeterministic(t *testing.T) {
	parts := []*Table{
		sample(),
		{Nodes: []*summary.Node{{Key: "b"}, {Key: "a"}}, Closed: []string{"z"}},
		{Impls: []Impl{{Method: "m", Target: "t"}}, Flows: []Flow{{"b", "a", FromSlot}, {"a", "", FromUnknown}}},
	}
	var want []byte
	for range 20 {
		rand.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		merged := &Table{}
		for _, p := range parts {
			merged.merge(p)
		}
		merged.merge(parts[0]) // a diamond
		merged.normalize()
		got := encode(merged)
		if want == nil {
			want = got
		}
		if !bytes.Equal(got, want) {
			t.Fatal("the order of imports changes the fact")
		}
	}
}

func TestDecodeRefusesOtherVersions(t *testing.T) {
	data := encode(sample())
	data[0]++
	if _, err := decode(data); err == nil {
		t.Error("a fact of another version was read")
	}
	if _, err := decode(nil); err == nil {
		t.Error("an empty fact was read")
	}
}

// FuzzDecode checks that no bytes make decode panic, and that what it accepts
// is a table that encodes and decodes to itself.
func FuzzDecode(f *testing.F) {
	data := encode(sample())
	f.Add(data)
	for i := 0; i < len(data); i += 7 {
		f.Add(data[:i])
		broken := bytes.Clone(data)
		broken[i] ^= 0x41
		f.Add(broken)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := decode(data)
		if err != nil {
			return
		}
		again, err := decode(encode(table))
		if err != nil {
			t.Fatalf("decode what was encoded: %v", err)
		}
		if !reflect.DeepEqual(again, table) {
			t.Errorf("a second round gives another table")
		}
	})
}
