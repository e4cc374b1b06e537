package unreleased

import (
	"fmt"
	"io"
	"log"
	"os"
)

// What a list, a writer of several, or a struct in a struct keeps is theirs.

type leveled struct {
	io.Writer
	level int
}

func levelsOf(names []string) (*log.Logger, error) {
	var sinks []io.Writer
	for i, name := range names {
		var out io.Writer = os.Stderr
		if name != "" {
			f, err := os.Create(name)
			if err != nil {
				return nil, err
			}
			out = f
		}
		if i > 3 {
			out = leveled{Writer: out}
		}
		lw := leveled{Writer: out, level: i}
		sinks = append(sinks, lw)
	}
	return log.New(io.MultiWriter(sinks...), "", 0), nil
}

func oneOfTwo(name string, quiet bool) (io.Writer, error) {
	var out io.Writer = os.Stderr
	if quiet {
		f, err := os.Create(name)
		if err != nil {
			return nil, err
		}
		out = f
	}
	return io.MultiWriter(os.Stdout, leveled{out, 1}), nil
}

func printsAndLoses(name string) error {
	f, err := os.Create(name) // want `file from os.Create is never released: Close is not called`
	if err != nil {
		return err
	}
	fmt.Println(leveled{f, 1})
	return nil
}
