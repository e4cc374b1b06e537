// Package gin binds by the framework, with no limit.
package gin

import "github.com/gin-gonic/gin"

type user struct{ Name string }

func create(c *gin.Context) {
	var u user
	_ = c.ShouldBindJSON(&u)
}

func Serve() error {
	e := gin.New() // want `1 handler decodes a request of any size: nothing on the way in limits it \(create\)`
	e.POST("/users", create)
	return e.Run("localhost:1")
}
