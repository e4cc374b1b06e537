package orphanedgo

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// A loop that looks at the clock, and that nothing leaves.
func ticks(w http.ResponseWriter, r *http.Request) {
	go func() { // want `every request leaves a goroutine behind that never ends: its loop waits for time to pass, and nothing leaves it \[orphanedgo\]`
		for range time.Tick(time.Minute) {
			lookup("a")
		}
	}()
	answer(w, "")
}

func sleeps(w http.ResponseWriter, r *http.Request) {
	go func() { // want `every request leaves a goroutine behind that never ends`
		for {
			lookup("a")
			time.Sleep(time.Minute)
		}
	}()
	answer(w, "")
}

// Stop does not close the channel.
func stopped(w http.ResponseWriter, r *http.Request) {
	beat := time.NewTicker(time.Second)
	defer beat.Stop()
	go func() { // want `every request leaves a goroutine behind that never ends`
		for range beat.C {
			lookup("alive")
		}
	}()
	answer(w, lookup("a"))
}

// perTick sends the time, and nobody can tell it to stop.
func perTick(d time.Duration) <-chan time.Time {
	out := make(chan time.Time)
	go func() { // want `every request leaves a goroutine behind that never ends.*orphanedgo.waits.*`
		out <- time.Now()
		for now := range time.Tick(d) {
			out <- now
		}
	}()
	return out
}

func waits(w http.ResponseWriter, r *http.Request) {
	<-perTick(time.Second)
	answer(w, lookup("a"))
}

// As it should be.
func ticksUntil(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go func() {
		beat := time.NewTicker(time.Second)
		defer beat.Stop()
		for {
			select {
			case <-beat.C:
				lookup("alive")
			case <-ctx.Done():
				return
			}
		}
	}()
	answer(w, lookup("a"))
}

// It asks whether it is to go on.
func asksOften(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	go func() {
		for {
			time.Sleep(time.Second)
			if ctx.Err() != nil {
				return
			}
			lookup("alive")
		}
	}()
	answer(w, lookup("a"))
}

// It ends with the panic of what it does.
func panics(w http.ResponseWriter, r *http.Request) {
	go func() {
		for range time.Tick(time.Second) {
			if lookup("a") == "" {
				panic("lost")
			}
		}
	}()
}

// One for all.
var (
	once    sync.Once
	running atomic.Bool
)

func oneForAll(w http.ResponseWriter, r *http.Request) {
	once.Do(func() {
		go func() {
			for range time.Tick(time.Minute) {
				lookup("a")
			}
		}()
	})
	if running.CompareAndSwap(false, true) {
		go func() {
			for range time.Tick(time.Minute) {
				lookup("b")
			}
		}()
	}
}

// At start-up.
func Sweep(ctx context.Context) {
	go func() {
		for range time.Tick(time.Minute) {
			lookup("a")
		}
	}()
}
