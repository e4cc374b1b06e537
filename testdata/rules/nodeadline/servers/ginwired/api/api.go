// Package api has handlers, and does not know which engine they run on.
package api

import (
	"database/sql"

	"github.com/gin-gonic/gin"
)

type Users struct{ DB *sql.DB }

func (u *Users) Get(c *gin.Context) { _ = u.DB.PingContext(c) }

func (u *Users) Put(c *gin.Context) { _ = u.DB.PingContext(c) }
