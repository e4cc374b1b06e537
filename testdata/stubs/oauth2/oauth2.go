// Package oauth2 has the API of the real one that fixtures use, without bodies.
package oauth2

import (
	"context"
	"net/http"
)

type contextKey struct{}

var HTTPClient contextKey

var NoContext = context.TODO()

type Token struct{ AccessToken string }

type AuthCodeOption interface{ set() }

type Config struct{ ClientID string }

func (c *Config) Exchange(ctx context.Context, code string, opts ...AuthCodeOption) (*Token, error) {
	return nil, nil
}

func (c *Config) Client(ctx context.Context, t *Token) *http.Client { return nil }
