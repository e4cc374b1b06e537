package timeoutstatus

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"gorm.io/gorm"
)

// Example is the one of the documentation.
func user(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, name := r.PathValue("id"), ""
		err := db.QueryRowContext(r.Context(), "SELECT name FROM users WHERE id = $1", id).Scan(&name)
		if err != nil {
			http.NotFound(w, r) // want `any error of \(\*sql.DB\).QueryRowContext ends as status 404: a deadline is not told from other failures`
			return
		}
		fmt.Fprintln(w, name)
	}
}

type finder interface {
	Find(ctx context.Context, id string) (string, error)
}

type handler struct{ names finder }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, err := h.names.Find(r.Context(), r.PathValue("id"))
	if err != nil {
		http.Error(w, "no such name", http.StatusNotFound) // want `any error of \(\*redis.Client\).Get ends as status 404`
		return
	}
	fmt.Fprintln(w, name)
}

type cache struct{ rdb *redis.Client }

func (c *cache) Find(ctx context.Context, id string) (string, error) {
	return c.rdb.Get(ctx, id).Result()
}

// Routes joins them.
func Routes(mux *http.ServeMux, rdb *redis.Client, db *sql.DB) {
	mux.Handle("/names/{id}", &handler{&cache{rdb}})
	o := &orders{db}
	mux.HandleFunc("/orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = o.get(r.Context(), r.PathValue("id"))
	})
}

var errNotFound = errors.New("not found")

type orders struct{ db *sql.DB }

func (o *orders) get(ctx context.Context, id string) (name string, err error) {
	rows, err := o.db.QueryContext(ctx, "SELECT name FROM orders WHERE id = $1", id)
	if err != nil {
		return "", errNotFound // want `any error of \(\*sql.DB\).QueryContext ends as timeoutstatus.[eE]rrNotFound`
	}
	defer rows.Close()
	return name, rows.Err()
}

func ginUser(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var name string
		if err := db.WithContext(c.Request.Context()).Where("id = ?", c.Param("id")).First(&name).Error; err != nil {
			c.JSON(http.StatusNotFound, gin.H{"error": err.Error()}) // want `any error of \(\*gorm.DB\).First ends as status 404`
			return
		}
		c.JSON(http.StatusOK, name)
	}
}

func save(db *sql.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		if _, err := db.ExecContext(c.Request.Context(), "DELETE FROM users WHERE id = $1", c.Param("id")); err != nil {
			c.JSON(200, gin.H{"error": err.Error()}) // want `any error of \(\*sql.DB\).ExecContext ends as status 200`
			return
		}
		c.Status(204)
	}
}
