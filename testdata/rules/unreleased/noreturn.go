package unreleased

import (
	"log"
	"os"
	"runtime"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func die(err error) {
	log.Print(err)
	os.Exit(1)
}

func mustPaths(name string) {
	f, err := os.Open(name)
	must(err)
	if _, err := f.Stat(); err != nil {
		die(err)
	}
	if _, err := f.Seek(0, 0); err != nil {
		log.Fatalf("seek: %v", err)
	}
	if _, err := f.Stat(); err != nil {
		runtime.Goexit()
	}
	f.Close()
}

// Whoever serves requests recovers from it.
func panics(name string) {
	f, err := os.Open(name) // want `file from os.Open is not released when it panics at line 42`
	if err != nil {
		panic(err)
	}
	if _, err := f.Stat(); err != nil {
		panic(err)
	}
	f.Close()
}

func panicsUnderDefer(name string) {
	f, err := os.Open(name)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	if _, err := f.Stat(); err != nil {
		panic(err)
	}
}

// The program is wrong.
func asserts(name string) {
	f, err := os.Open(name)
	if err != nil {
		return
	}
	st, err := f.Stat()
	if err == nil && st.IsDir() {
		panic("unreachable")
	}
	f.Close()
}

func mustValue[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func mustOpen(name string) {
	defer mustValue(os.Open(name)).Close()
	f := mustValue(os.Open(name)) // want `file from os.Open is never released: Close is not called`
	_, _ = f.Stat()
}

func logsOnly(err error) {
	if err != nil {
		log.Print(err)
	}
}

func mustLeaks(name string) {
	f, err := os.Open(name) // want `file from os.Open is not released on the path that returns at line 95`
	must(err)
	if _, err := f.Stat(); err != nil {
		logsOnly(err)
		return
	}
	f.Close()
}
