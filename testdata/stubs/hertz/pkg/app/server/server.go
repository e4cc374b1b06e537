// Package server has the API of the real one that fixtures use, without bodies.
package server

import "github.com/cloudwego/hertz/pkg/app"

type Hertz struct{}

func Default() *Hertz { return nil }

func (h *Hertz) GET(relativePath string, handlers ...app.HandlerFunc) {}
func (h *Hertz) Use(middleware ...app.HandlerFunc)                    {}
