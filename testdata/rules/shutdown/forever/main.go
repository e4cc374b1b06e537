// Command forever starts servers that nobody gets hold of.
package main

import (
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"

	"github.com/gin-gonic/gin"
)

func main() {
	go http.ListenAndServe(os.Getenv("PROFILES"), nil) // profiles are no requests to lose
	go http.ListenAndServe("localhost:6060", hello{})
	engine := gin.New()
	go engine.Run(":8081") // want `Engine\).Run serves until the process ends: nothing shuts the server down`
	l, err := net.Listen("tcp", ":8082")
	if err != nil {
		log.Fatal(err)
	}
	go http.Serve(l, hello{})                        // want `http.Serve serves until the process ends`
	log.Fatal(http.ListenAndServe(":8080", hello{})) // want `http.ListenAndServe serves until the process ends: nothing shuts the server down, and requests are cut off`
}

type hello struct{}

func (hello) ServeHTTP(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) }
