package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/stallcheck/stallcheck/analyzer"
	"github.com/stallcheck/stallcheck/rules"
)

func main() {
	if os.Getenv("GOGC") == "" {
		// Short runs with a small heap: collect less often than that calls for.
		debug.SetGCPercent(300)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	c := command{rules: rules.All, umbrella: analyzer.New, stdout: os.Stdout, stderr: os.Stderr}
	code := c.main(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
