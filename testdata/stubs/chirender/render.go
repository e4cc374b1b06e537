// Package render stands for github.com/go-chi/render.
package render

import "net/http"

// Status sets the status of the answer.
func Status(r *http.Request, status int) {}

// JSON answers with v.
func JSON(w http.ResponseWriter, r *http.Request, v any) {}

// DecodeJSON reads v.
func DecodeJSON(r any, v any) error { return nil }
