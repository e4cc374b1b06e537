package unreleased

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// What was closed when it comes back is not the caller's to close, and the
// answer to the second try is lost where it was asked for.

type peerClient struct {
	http  *http.Client
	token string
}

func (c *peerClient) ask(req *http.Request, v any) (*http.Response, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusUnauthorized {
		req.Header.Set("X-Token", c.token)
		resp, err = c.http.Do(req) // want `response body from \(\*http.Client\).Do is never released: Body.Close is not called`
		if err != nil {
			return nil, err
		}
	}
	return resp, json.NewDecoder(resp.Body).Decode(v)
}

func (c *peerClient) name(req *http.Request) (name string, err error) {
	_, err = c.ask(req, &name)
	return name, err
}

func (c *peerClient) nameAndStatus(req *http.Request) (name string, status int, err error) {
	resp, err := c.ask(req, &name)
	if err != nil {
		return "", 0, err
	}
	return name, resp.StatusCode, nil
}

// Its callers say whether it is closed.
func (c *peerClient) status(req *http.Request, closes bool) (*http.Response, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	if closes {
		defer resp.Body.Close()
	}
	return resp, nil
}

func (c *peerClient) isUp(req *http.Request) bool {
	resp, err := c.status(req, true)
	return err == nil && resp.StatusCode < 300
}

// Only an answer that is refused is closed here.
func accepted(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	switch resp.StatusCode {
	case http.StatusNotFound:
		resp.Body.Close()
		return nil, errRefused
	case http.StatusBadRequest:
		defer resp.Body.Close()
		_, err := io.Copy(io.Discard, resp.Body)
		return nil, errors.Join(errRefused, err)
	}
	return resp.Body, nil
}

var errRefused = errors.New("refused")

func accepts(w http.ResponseWriter, r *http.Request) {
	_, err := accepted("https://example.com/") // want `response body from unreleased.accepted is never released`
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}
