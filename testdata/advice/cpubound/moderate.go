// Package cpubound has computing that is advice: it takes a few milliseconds.
package cpubound

import (
	"compress/gzip"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"net/http"
)

func sign(key *rsa.PrivateKey) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		sum := make([]byte, 32)
		sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum) // want `rsa.SignPKCS1v15 computes for every request: nothing limits how many run at once \[cpubound/advice\]`
		if err == nil {
			_, _ = w.Write(sig)
		}
	}
}

func pack(w http.ResponseWriter, r *http.Request) {
	z := gzip.NewWriter(w) // want `gzip.NewWriter and 2 more compute for every request: nothing limits how many run at once \[cpubound/advice\]`
	_, _ = z.Write([]byte(r.URL.Path))
	_ = z.Close()
}

func both(w http.ResponseWriter, r *http.Request) {
	key, err := rsa.GenerateKey(rand.Reader, 2048) // want `rsa.GenerateKey computes for every request: nothing limits how many run at once \[cpubound\]`
	if err != nil {
		return
	}
	_, _ = rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, make([]byte, 32))
}
