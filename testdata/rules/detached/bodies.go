package detached

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

var client = &http.Client{Timeout: time.Minute}

// The goroutine closes the body when it has read it, but the handler does so
// before.
func restore(w http.ResponseWriter, r *http.Request) {
	res, err := client.Get("https://backups.example")
	if err != nil {
		return
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return
	}
	go func() { // want `the goroutine uses a \*http.Response that detached.restore closes when it returns`
		unpack(res.Body)
	}()
	w.WriteHeader(http.StatusAccepted)
}

func restoreLater(w http.ResponseWriter, r *http.Request) {
	res, err := client.Get("https://backups.example")
	if err != nil {
		return
	}
	go func() {
		unpack(res.Body)
	}()
	w.WriteHeader(http.StatusAccepted)
}

func unpack(body io.ReadCloser) {
	defer body.Close()
	var v any
	json.NewDecoder(body).Decode(&v)
}
