package unboundedgo

import (
	"encoding/json"
	"net/http"
	"sync"
)

type bill struct {
	ID    string
	Items []string
}

// A list that is written down is as long as it says, whatever is in it.
func shipPair(w http.ResponseWriter, r *http.Request) {
	var b bill
	if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
		return
	}
	shipBoth(r, []string{b.ID, "bill"})
}

func shipBoth(r *http.Request, orders []string) {
	var wg sync.WaitGroup
	for _, id := range orders {
		wg.Add(1)
		go func() {
			defer wg.Done()
			record(r.Context(), id)
		}()
	}
	wg.Wait()
}

// As many are collected as there are.
func shipCollected(w http.ResponseWriter, r *http.Request) {
	var b bill
	if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
		return
	}
	ids := []string{"bill"}
	for _, item := range b.Items {
		ids = append(ids, b.ID+item)
	}
	shipAllOf(r, ids)
}

func shipAllOf(r *http.Request, orders []string) {
	var wg sync.WaitGroup
	for _, id := range orders {
		wg.Add(1)
		go func() { // want `as many goroutines as the request has elements wait in`
			defer wg.Done()
			record(r.Context(), id)
		}()
	}
	wg.Wait()
}
