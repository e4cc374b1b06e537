package baddeadline

import (
	"context"
	"net/http"
	"time"
)

// Numbers of a configuration

type settingsFile struct {
	Timeout     int    `json:"timeout"`
	Deadline    uint32 `json:"deadline"`
	TimeoutNano int
	Wait        int64
	Filled      int
}

func newSettings(d time.Duration) *settingsFile { return &settingsFile{Filled: int(d)} }

func (c *settingsFile) clients(ctx context.Context) {
	_ = &http.Client{Timeout: time.Duration(c.Timeout)}                // want `http.Timeout is given a number without a unit: it is taken for nanoseconds`
	ctx, cancel := context.WithTimeout(ctx, time.Duration(c.Deadline)) // want `context.WithTimeout is given a number without a unit`
	defer cancel()
	(&Store{}).Find(ctx, 1)
}

// Silent: with a unit, or made of a duration, or of a type and name that may
// well count nanoseconds

func (c *settingsFile) silent() {
	_ = &http.Client{Timeout: time.Duration(c.Timeout) * time.Second}
	_ = &http.Client{Timeout: time.Duration(c.TimeoutNano)}
	_ = &http.Client{Timeout: time.Duration(c.Wait)}
	_ = &http.Client{Timeout: time.Duration(c.Filled)}
	_ = &http.Client{Timeout: time.Duration(c.Timeout * int(time.Millisecond))}
}
