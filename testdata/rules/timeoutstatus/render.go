package timeoutstatus

import (
	"database/sql"
	"net/http"

	"github.com/go-chi/render"
)

// The status is set before the answer is rendered.
func rendered(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := ""
		err := db.QueryRowContext(r.Context(), "SELECT name FROM users").Scan(&name)
		if err != nil {
			render.Status(r, http.StatusNotFound) // want `any error of \(\*sql.DB\).QueryRowContext ends as status 404`
			render.JSON(w, r, "no such name")
			return
		}
		render.JSON(w, r, name)
	}
}

// Silent: it is a failure of the server's.
func renderedFailure(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := ""
		err := db.QueryRowContext(r.Context(), "SELECT name FROM users").Scan(&name)
		if err != nil {
			render.Status(r, http.StatusInternalServerError)
			render.JSON(w, r, "no answer")
			return
		}
		render.JSON(w, r, name)
	}
}
