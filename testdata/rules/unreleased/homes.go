package unreleased

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
)

// A struct that has it owes the release as soon as somebody has the struct.

type journal struct {
	file *os.File
	w    *bufio.Writer
	name string
	seen int
}

func (j *journal) replay() error { return json.NewDecoder(j.file).Decode(&j.seen) }

func (j *journal) Close() error { return j.file.Close() }

func (j *journal) check() error {
	if j.name == "" || j.length() > 100 {
		return errors.New("bad journal")
	}
	return nil
}

func (j *journal) length() int { return len(j.name) }

func (j *journal) watch() error {
	go func() { _ = j.replay() }()
	return nil
}

func (j *journal) reopen() (err error) {
	j.file, err = os.Open(j.name)
	return err
}

func (j *journal) share() error {
	global = j.file
	return nil
}

// The journal is gone when it cannot be read.
func openJournal(name string) (*journal, error) {
	f, err := os.Open(name) // want `file from os.Open is not released on the path that returns at line 56`
	if err != nil {
		return nil, err
	}
	j := &journal{file: f, w: bufio.NewWriter(f), name: name}
	if err := j.replay(); err != nil {
		return nil, err
	}
	return j, nil
}

func openChecked(name string) (*journal, error) {
	f, err := os.Open(name) // want `file from os.Open is not released on the path that returns at line 69`
	if err != nil {
		return nil, err
	}
	j := &journal{name: name}
	j.file = f
	if j.check() != nil {
		return nil, errors.New("no journal")
	}
	return j, nil
}

func openOrClose(name string) (*journal, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	j := &journal{file: f}
	if err := j.replay(); err != nil {
		j.Close()
		return nil, err
	}
	return j, nil
}

func openOrCloseField(name string) (*journal, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	j := &journal{file: f}
	if err := j.replay(); err != nil {
		j.file.Close()
		return nil, err
	}
	return j, nil
}

func openOrCloseDeferred(name string) (_ *journal, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	j := &journal{file: f}
	defer func() {
		if err != nil {
			j.Close()
		}
	}()
	if err := j.replay(); err != nil {
		return nil, err
	}
	return j, nil
}

// The caller has it, with the error.
func openBoth(name string) (*journal, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	j := &journal{file: f}
	return j, j.replay()
}

// Methods that hand it, or themselves, to others.

func openWatched(name string) (*journal, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	j := &journal{file: f}
	if err := j.watch(); err != nil {
		return nil, err
	}
	return j, nil
}

func openReopened(name string) (*journal, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	j := &journal{file: f}
	if err := j.reopen(); err != nil {
		return nil, err
	}
	return j, nil
}

func openShared(name string) (*journal, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	j := &journal{file: f}
	if err := j.share(); err != nil {
		return nil, err
	}
	return j, nil
}

var journals []*journal

func openListed(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	j := &journal{file: f}
	journals = append(journals, j)
	return j.replay()
}

type settings struct {
	from   io.Reader
	source string
	limit  int
}

// The settings are the function's own copy: nobody closes what it puts there.
func load(s settings) (int, error) {
	if s.source != "" {
		f, err := os.Open(s.source) // want `file from os.Open is never released: Close is not called`
		if err != nil {
			return 0, err
		}
		s.from = f
	}
	n := s.limit
	if s.from != nil {
		if err := json.NewDecoder(s.from).Decode(&n); err != nil {
			return 0, err
		}
	}
	return n, nil
}

func loadWith(s settings, read func(settings) (int, error)) (int, error) {
	f, err := os.Open(s.source)
	if err != nil {
		return 0, err
	}
	s.from = f
	return read(s)
}

func loadOpener(s *settings) error {
	f, err := os.Open(s.source)
	if err != nil {
		return err
	}
	s.from = f
	return nil
}
