// Package router builds the engine, and leaves it to others to start it.
package router

import (
	"github.com/gin-gonic/gin"

	"example.com/testdata/rules/nodeadline/servers/ginwired/api"
)

type Server struct{ engine *gin.Engine }

func New(u *api.Users) *Server {
	s := &Server{}
	s.engine = gin.New() // want `2 handlers may wait for ever: gin.Context never ends without ContextWithFallback \(Get, Put\)`
	s.engine.GET("/users", u.Get)
	s.engine.PUT("/users", u.Put)
	return s
}

func (s *Server) Engine() *gin.Engine { return s.engine }
