package marshalwait

import (
	"context"
	"io"
	"net/http"
	"os"
	"sync"
)

// Silent: the method only has the name: its parameters or results are others, as
// those of a gqlgen resolver

type client2 struct{}

func (client2) String(ctx context.Context, key string) (string, error) {
	return cache.Get(ctx, key).Result()
}

func (client2) Value() string { return cache.Get(context.Background(), "key").Val() }

func (client2) Scan(ctx context.Context, dest any) error {
	return db.QueryRowContext(ctx, byID).Scan(dest)
}

func (client2) MarshalJSON(id int) ([]byte, error) { return fetch(id) }

func (client2) Error() error { return db.Ping() }

func MarshalJSON() ([]byte, error) { return fetch(1) }

func fetch(id int) ([]byte, error) {
	resp, err := http.Get("https://orders/")
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

type orderResolver struct{}

func (orderResolver) Customer(ctx context.Context, o *Order) (name string, err error) {
	err = db.QueryRowContext(ctx, byID, o.CustomerID).Scan(&name)
	return name, err
}

// Silent: the wait is done once for all values, or in a goroutine that nobody
// waits for

type once struct {
	load sync.Once
	text string
}

func (o *once) String() string {
	o.load.Do(func() { _, _ = fetch(1) })
	return o.text
}

var region = sync.OnceValue(func() string {
	b, _ := fetch(1)
	return string(b)
})

type server struct{}

func (server) String() string { return region() }

func (o *once) MarshalText() ([]byte, error) {
	go fetch(1)
	return nil, nil
}

// Silent: it is for a lock, a channel or a file

type counter struct {
	mu sync.Mutex
	n  chan int
}

func (c *counter) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(rune(<-c.n))
}

func (c *counter) MarshalJSON() ([]byte, error) { return os.ReadFile("counter.json") }

// Silent: it writes to what it was given

type label string

func (l label) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, string(l)) }

// Silent: it is in a test

// See silent_test.go.

// A comment says that it is meant, at the operation or at the call.

type meant struct{}

func (meant) String() string {
	return cache.Get(context.Background(), "key").Val() //stallcheck:ignore marshalwait printed by one command only
}

func (meant) Error() string {
	b, _ := fetch(1) //stallcheck:ignore marshalwait printed by one command only
	return string(b)
}
