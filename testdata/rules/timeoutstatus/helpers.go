package timeoutstatus

import (
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"
)

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

func respondError(w http.ResponseWriter, status int, err error) {
	writeJSON(w, status, map[string]string{"error": err.Error()})
}

// explained looks at the error itself.
func explained(w http.ResponseWriter, status int, err error) {
	if errors.Is(err, sql.ErrConnDone) {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, err.Error())
}

type pages struct{ db *sql.DB }

func (p *pages) fail(c *gin.Context, status int, text string) { c.JSON(status, text) }

func (p *pages) page(w http.ResponseWriter, r *http.Request) {
	var text string
	if err := p.db.QueryRowContext(r.Context(), "SELECT text FROM pages").Scan(&text); err != nil {
		respondError(w, http.StatusNotFound, err) // want `any error of \(\*sql.DB\).QueryRowContext ends as status 404: a deadline is not told from other failures`
		return
	}
	writeJSON(w, http.StatusOK, text)
}

func (p *pages) empty(w http.ResponseWriter, r *http.Request) {
	var text string
	if err := p.db.QueryRowContext(r.Context(), "SELECT text FROM pages").Scan(&text); err != nil {
		writeJSON(w, http.StatusOK, nil) // want `any error of \(\*sql.DB\).QueryRowContext ends as status 200`
		return
	}
	writeJSON(w, http.StatusOK, text)
}

func (p *pages) ginPage(c *gin.Context) {
	var text string
	if err := p.db.QueryRowContext(c.Request.Context(), "SELECT text FROM pages").Scan(&text); err != nil {
		p.fail(c, 404, "no such page") // want `any error of \(\*sql.DB\).QueryRowContext ends as status 404`
		return
	}
	c.JSON(200, text)
}

func (p *pages) told(w http.ResponseWriter, r *http.Request) {
	var text string
	err := p.db.QueryRowContext(r.Context(), "SELECT text FROM pages").Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		respondError(w, http.StatusNotFound, err)
		return
	}
	if err != nil {
		respondError(w, http.StatusInternalServerError, err)
		return
	}
	writeJSON(w, http.StatusOK, text)
}

func (p *pages) explains(w http.ResponseWriter, r *http.Request) {
	var text string
	if err := p.db.QueryRowContext(r.Context(), "SELECT text FROM pages").Scan(&text); err != nil {
		explained(w, http.StatusNotFound, err)
		return
	}
	writeJSON(w, http.StatusOK, text)
}
