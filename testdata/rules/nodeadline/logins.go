package nodeadline

import (
	"context"
	"net/http"
	"time"

	"golang.org/x/oauth2"
)

var logins *oauth2.Config

// A client that oauth2 makes has the timeout of the one in its context, if there
// is one.
func loggedIn(w http.ResponseWriter, r *http.Request) {
	token, err := logins.Exchange(oauth2.NoContext, r.FormValue("code")) // want `\(\*oauth2.Config\).Exchange may wait forever: oauth2.NoContext replaces the context that the function is given`
	if err != nil {
		return
	}
	resp, err := logins.Client(r.Context(), token).Get("https://example.com/me") // want `\(\*http.Client\).Get may wait forever: it takes no context, though the function is given one`
	if err != nil {
		return
	}
	resp.Body.Close()
}

func loggedInLater(w http.ResponseWriter, r *http.Request) {
	client := logins.Client(context.Background(), nil)
	resp, err := client.Get("https://example.com/me") // want `\(\*http.Client\).Get may wait forever: it takes no context, though the function is given one`
	if err != nil {
		return
	}
	resp.Body.Close()
}

func loggedInTimed(w http.ResponseWriter, r *http.Request) {
	client := logins.Client(r.Context(), nil)
	client.Timeout = time.Second
	resp, err := client.Get("https://example.com/me")
	if err != nil {
		return
	}
	resp.Body.Close()
}

func loggedInWith(w http.ResponseWriter, r *http.Request) {
	ctx := context.WithValue(r.Context(), oauth2.HTTPClient, &http.Client{Timeout: time.Second})
	resp, err := logins.Client(ctx, nil).Get("https://example.com/me")
	if err != nil {
		return
	}
	resp.Body.Close()
}

// Who calls it may have put a client in the context.
func me(ctx context.Context, token *oauth2.Token) error {
	resp, err := logins.Client(ctx, token).Get("https://example.com/me")
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
