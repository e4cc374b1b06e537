// Package clienttimeout has the fixtures of the rule.
package clienttimeout

import "net/http"

var client = &http.Client{} // want `http.Client sets no Timeout: a peer that does not answer holds every request that waits for it`

func fetch(w http.ResponseWriter, r *http.Request) {
	req, _ := http.NewRequestWithContext(r.Context(), "GET", peer, nil)
	resp, err := client.Do(req)
	answer(w, resp, err)
}
