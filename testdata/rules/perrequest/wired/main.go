// Package main joins what api asks for and billing provides.
package main

import (
	"net/http"
	"os"

	"example.com/testdata/rules/perrequest/wired/api"
	"example.com/testdata/rules/perrequest/wired/billing"
)

func main() {
	key := os.Getenv("BILLING_KEY")
	start := billing.New(key) // at start-up
	_ = start
	orders := api.New(key, &billing.Factory{Key: key})
	http.HandleFunc("POST /pay", orders.Pay)
	http.HandleFunc("POST /refund", orders.Refund)
	if err := http.ListenAndServe("localhost:8080", nil); err != nil {
		os.Exit(1)
	}
}
