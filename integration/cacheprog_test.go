//go:build integration

package integration

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSharedCache runs the vet tool with an empty build cache and a GOCACHEPROG
// that keeps everything in a folder, then with another empty cache, as a second
// machine has, and the same folder: it analyses nothing, and finds the same.
func TestSharedCache(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir, shared, vet := app(t, "wired"), t.TempDir(), coldVet(t)
	var found [][]string
	var units []int
	for range 2 {
		vet.env = append([]string{"GOCACHE=" + t.TempDir(), "GOCACHEPROG=" + self + " " + cacheArg + " " + shared}, offline...)
		r := program{dir: dir, env: vet.env}.run(t, "go", "vet", "-x", "-vettool="+vet.path, "./...")
		if r.code != 1 {
			t.Fatalf("want findings: %s", r)
		}
		n := 0
		for line := range strings.Lines(r.stderr) {
			if strings.Contains(line, vet.path) && strings.Contains(line, "vet.cfg") {
				n++
			}
		}
		units = append(units, n)
		found = append(found, vet.causes(t, dir))
	}
	if units[0] < 50 || units[1] != 0 {
		t.Errorf("analysed %d packages, then %d: want all and none", units[0], units[1])
	}
	want := commandCauses(t, dir)
	same(t, "go vet", found[0], want)
	same(t, "go vet on the second machine", found[1], want)
}

// cacheArg makes the test binary a GOCACHEPROG.
const cacheArg = "serve-build-cache"

// cacheRequest and cacheReply are what the go command and its cache program say
// to each other; see the documentation of cmd/go/internal/cacheprog.
type cacheRequest struct {
	ID                 int64
	Command            string
	ActionID, OutputID []byte
	BodySize           int64
}

type cacheReply struct {
	ID            int64
	KnownCommands []string   `json:",omitempty"`
	Miss          bool       `json:",omitempty"`
	OutputID      []byte     `json:",omitempty"`
	Size          int64      `json:",omitempty"`
	Time          *time.Time `json:",omitempty"`
	DiskPath      string     `json:",omitempty"`
	Err           string     `json:",omitempty"`
}

// serveCache answers the go command until it says that it is done. Entries are
// two files: what an action gave, by its id, and the content of that.
func serveCache(dir string, in io.Reader, out io.Writer) error {
	dec, w := json.NewDecoder(bufio.NewReader(in)), bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	send := func(r cacheReply) error { return errors.Join(enc.Encode(r), w.Flush()) }
	if err := send(cacheReply{KnownCommands: []string{"get", "put", "close"}}); err != nil {
		return err
	}
	for {
		var req cacheRequest
		if err := dec.Decode(&req); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		reply := cacheReply{ID: req.ID}
		entry := filepath.Join(dir, "a-"+hex.EncodeToString(req.ActionID))
		switch req.Command {
		case "get":
			content, err := os.ReadFile(entry)
			if err != nil {
				reply.Miss = true
				break
			}
			reply.OutputID, _ = hex.DecodeString(string(content))
			reply.DiskPath = filepath.Join(dir, "o-"+string(content))
			info, err := os.Stat(reply.DiskPath)
			if err != nil {
				return err
			}
			made := info.ModTime()
			reply.Size, reply.Time = info.Size(), &made
		case "put":
			var body []byte
			if req.BodySize > 0 {
				if err := dec.Decode(&body); err != nil {
					return err
				}
			}
			id := hex.EncodeToString(req.OutputID)
			reply.DiskPath = filepath.Join(dir, "o-"+id)
			if err := errors.Join(os.WriteFile(reply.DiskPath, body, 0o666), os.WriteFile(entry, []byte(id), 0o666)); err != nil {
				return err
			}
		case "close":
			return send(reply)
		default:
			reply.Err = fmt.Sprintf("unknown command %q", req.Command)
		}
		if err := send(reply); err != nil {
			return err
		}
	}
}
