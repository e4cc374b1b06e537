package serialwaits

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

var peers = &http.Client{Timeout: time.Second}

// Requests that only read

func ask(ctx context.Context, url string) (map[string]string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := peers.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	out := map[string]string{}
	return out, json.NewDecoder(resp.Body).Decode(&out)
}

func both(w http.ResponseWriter, r *http.Request) {
	users, err := ask(r.Context(), "https://users.example.com")
	if err != nil {
		return
	}
	news, err := ask(r.Context(), "https://news.example.com") // want `serialwaits.ask waits`
	if err != nil {
		return
	}
	json.NewEncoder(w).Encode([]any{users, news})
}

// Silent: one of them changes something

func tell(ctx context.Context, url string) (map[string]string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := peers.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	out := map[string]string{}
	return out, json.NewDecoder(resp.Body).Decode(&out)
}

func one(w http.ResponseWriter, r *http.Request) {
	users, err := tell(r.Context(), "https://users.example.com")
	if err != nil {
		return
	}
	news, err := ask(r.Context(), "https://news.example.com")
	if err != nil {
		return
	}
	json.NewEncoder(w).Encode([]any{users, news})
}
