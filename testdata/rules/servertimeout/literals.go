package servertimeout

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func literal(h http.Handler) error {
	server := &http.Server{Addr: ":8080", Handler: h} // want `http.Server sets no ReadHeaderTimeout or ReadTimeout`
	return server.ListenAndServe()
}

func lines(h http.Handler) *http.Server {
	return &http.Server{ // want `http.Server sets no ReadHeaderTimeout or ReadTimeout`
		Addr:    ":8080", // the front door
		Handler: h,
	}
}

func empty() *http.Server {
	return &http.Server{} // want `http.Server sets no`
}

func framework(e *gin.Engine) error {
	return e.Run(":8080") // want `\(\*gin.Engine\).Run serves with no timeout`
}
