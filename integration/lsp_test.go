//go:build integration

package integration

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// server is a language server and the client's side of a session with it.
type server struct {
	t        *testing.T
	in       io.WriteCloser
	analyses map[string]bool

	mu          sync.Mutex // also for writing
	nextID      int
	replies     map[int]chan message
	diagnostics map[string]chan published // by URI
}

// message is any message of JSON-RPC.
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   json.RawMessage `json:"error,omitempty"`
}

type published struct {
	URI         string          `json:"uri"`
	Version     int             `json:"version"`
	Diagnostics []lspDiagnostic `json:"diagnostics"`
}

type lspDiagnostic struct {
	Range           lspRange              `json:"range"`
	Severity        int                   `json:"severity"`
	Code            string                `json:"code"`
	CodeDescription struct{ Href string } `json:"codeDescription"`
	Source          string                `json:"source"`
	Message         string                `json:"message"`
	Related         []struct {
		Location struct {
			URI   string
			Range lspRange
		}
		Message string
	} `json:"relatedInformation"`

	raw json.RawMessage
}

type lspRange struct {
	Start, End struct{ Line, Character int }
}

// String is the text.
func (d lspDiagnostic) String() string { return string(d.raw) }

// UnmarshalJSON keeps the text, which a client sends back as it came.
func (d *lspDiagnostic) UnmarshalJSON(text []byte) error {
	type plain lspDiagnostic
	d.raw = append(d.raw[:0], text...)
	var p struct {
		plain
		Code any `json:"code"` // of the compiler it is not ours
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return err
	}
	raw := d.raw
	*d = lspDiagnostic(p.plain)
	d.raw, d.Code = raw, fmt.Sprint(p.Code)
	return nil
}

// serve starts a session about the module in a folder.
func serve(t *testing.T, bin, dir string, analyses map[string]bool) *server {
	t.Helper()
	cmd := exec.Command(bin)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), offline...), "PWD="+dir, "GOPLSCACHE="+goplsCache(t), "GOTELEMETRY=off")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, in: in, analyses: analyses, replies: map[int]chan message{}, diagnostics: map[string]chan published{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.listen(bufio.NewReader(out))
	}()
	t.Cleanup(func() {
		in.Close() // a server without a client ends
		select {
		case <-done:
		case <-time.After(20 * time.Second):
			cmd.Process.Kill()
		}
		cmd.Wait()
	})
	s.call("initialize", map[string]any{
		"processId":        os.Getpid(),
		"rootUri":          uri(dir),
		"workspaceFolders": []any{map[string]any{"uri": uri(dir), "name": "app"}},
		"capabilities": map[string]any{
			"workspace": map[string]any{"configuration": true, "workspaceFolders": true},
			"textDocument": map[string]any{
				"publishDiagnostics": map[string]any{"relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true, "versionSupport": true},
				"codeAction": map[string]any{
					"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix"}}},
					"dataSupport":              true,
					"resolveSupport":           map[string]any{"properties": []string{"edit"}},
				},
			},
		},
		"initializationOptions": map[string]any{"analyses": analyses},
	}, nil)
	s.notify("initialized", map[string]any{})
	return s
}

var goplsCacheOnce = sync.OnceValue(func() string { return filepath.Join(scratch, "gopls-cache") })

// goplsCache is where the servers of all sessions keep results.
func goplsCache(t *testing.T) string {
	t.Helper()
	return goplsCacheOnce()
}

func uri(name string) string { return "file://" + filepath.ToSlash(name) }

// listen handles what the server sends, until it ends.
func (s *server) listen(r *bufio.Reader) {
	for {
		header, err := textproto.NewReader(r).ReadMIMEHeader()
		if err != nil {
			return
		}
		size, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			s.t.Errorf("header %v: %v", header, err)
			return
		}
		body := make([]byte, size)
		if _, err := io.ReadFull(r, body); err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(body, &m); err != nil {
			s.t.Errorf("message %s: %v", body, err)
			return
		}
		s.handle(m)
	}
}

func (s *server) handle(m message) {
	switch {
	case m.Method == "textDocument/publishDiagnostics":
		var p published
		if err := json.Unmarshal(m.Params, &p); err != nil {
			s.t.Errorf("diagnostics %s: %v", m.Params, err)
			return
		}
		s.channel(p.URI) <- p
	case m.Method == "workspace/configuration":
		var p struct{ Items []json.RawMessage }
		json.Unmarshal(m.Params, &p)
		all := make([]any, len(p.Items))
		for i := range all {
			all[i] = map[string]any{"analyses": s.analyses}
		}
		s.reply(m.ID, all)
	case m.Method != "" && m.ID != nil:
		s.reply(m.ID, nil)
	case m.ID != nil:
		id, _ := strconv.Atoi(string(m.ID))
		s.mu.Lock()
		c := s.replies[id]
		s.mu.Unlock()
		if c != nil {
			c <- m
		}
	}
}

// channel has what is published for a file.
func (s *server) channel(uri string) chan published {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.diagnostics[uri]
	if c == nil {
		c = make(chan published, 1000)
		s.diagnostics[uri] = c
	}
	return c
}

func (s *server) send(m message) {
	m.Version = "2.0"
	body, err := json.Marshal(m)
	if err != nil {
		s.t.Error(err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	fmt.Fprintf(s.in, "Content-Length: %d\r\n\r\n%s", len(body), body)
}

func encode(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

func (s *server) reply(id json.RawMessage, result any) {
	s.send(message{ID: id, Result: encode(result)})
}

func (s *server) notify(method string, params any) {
	s.send(message{Method: method, Params: encode(params)})
}

// call asks the server and waits for the answer.
func (s *server) call(method string, params, result any) {
	s.t.Helper()
	c := make(chan message, 1)
	s.mu.Lock()
	s.nextID++
	id := s.nextID
	s.replies[id] = c
	s.mu.Unlock()
	s.send(message{ID: encode(id), Method: method, Params: encode(params)})
	select {
	case m := <-c:
		if m.Error != nil {
			s.t.Fatalf("%s: %s", method, m.Error)
		}
		if result != nil {
			if err := json.Unmarshal(m.Result, result); err != nil {
				s.t.Fatalf("%s: %v in %s", method, err, m.Result)
			}
		}
	case <-time.After(patience):
		s.t.Fatalf("%s: no answer", method)
	}
}

// patience is how long a test waits for a server on a busy machine.
const patience = 5 * time.Minute

// open tells the server that a file is open, and returns what is found in it.
func (s *server) open(name string) []lspDiagnostic {
	s.t.Helper()
	s.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": uri(name), "languageId": "go", "version": 1, "text": read(s.t, name),
	}})
	return s.await(name, 1)
}

// change tells the server what a file has become.
func (s *server) change(name string, version int, text string) []lspDiagnostic {
	s.t.Helper()
	s.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": uri(name), "version": version},
		"contentChanges": []any{map[string]any{"text": text}},
	})
	return s.await(name, version)
}

// await returns the diagnostics of a version of a file. A server may publish
// some early and all later: the last word is what it says before it answers that
// nothing is left to do, for which gopls has a command.
func (s *server) await(name string, version int) []lspDiagnostic {
	s.t.Helper()
	var done struct{ Pending []string }
	s.call("workspace/executeCommand", map[string]any{
		"command": "gopls.diagnose_files", "arguments": []any{map[string]any{"Files": []string{uri(name)}}},
	}, &done)
	var last []lspDiagnostic
	found := false
	for {
		select {
		case p := <-s.channel(uri(name)):
			if p.Version == version {
				last, found = p.Diagnostics, true
			}
			continue
		default:
		}
		if found {
			return last
		}
		select {
		case p := <-s.channel(uri(name)):
			if p.Version == version {
				last, found = p.Diagnostics, true
			}
		case <-time.After(patience):
			s.t.Fatalf("%s: no diagnostics", name)
		}
	}
}
