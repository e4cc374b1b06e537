// Package gin has handlers of gin.
package gin

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

type Users struct{}

func (u *Users) Get(c *gin.Context) { u.load(c, "x") } // root handler, context in c

func (u *Users) load(c *gin.Context, id string) {} // not a root

func (u *Users) render(c *gin.Context) {} // not a root

// A handler type of the service's own.
func (u *Users) Create(c *gin.Context) (any, error) { u.render(c); return nil, nil } // root handler, context in c

func wrap(h func(c *gin.Context) (any, error)) gin.HandlerFunc { // not a root
	return func(c *gin.Context) { _, _ = h(c) } // root handler, context in c
}

func Auth(role string) gin.HandlerFunc { // not a root
	return func(c *gin.Context) { c.Next() } // root handler, context in c
}

func Routes(e *gin.Engine, u *Users) { // not a root
	e.Use(Auth("admin"), func(c *gin.Context) {}) // root handler, context in c
	g := e.Group("/users")
	g.GET("/:id", u.Get)
	g.POST("", wrap(u.Create))
	var r gin.IRoutes = e
	r.GET("/x", gin.HandlerFunc(func(c *gin.Context) {})) // root handler, context in c
}

func plain(w http.ResponseWriter, r *http.Request) {} // root handler, context in r
