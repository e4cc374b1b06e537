// Package gateway has handlers of grpc-gateway, cloud functions and
// x/net/websocket.
package gateway

import (
	"net/http"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"golang.org/x/net/websocket"
)

type payload struct{}

func typed(p *payload) (*payload, error) { return p, nil } // root handler, no context

func init() { // not a root
	functions.HTTP("hello", hello)
	functions.Typed("typed", typed)
}

func hello(w http.ResponseWriter, r *http.Request) {} // root handler, context in r

func upload(w http.ResponseWriter, r *http.Request, params map[string]string) {} // root handler, context in r

func chat(ws *websocket.Conn) { readLoop(ws) } // root handler, context in ws

func readLoop(ws *websocket.Conn) { // not a root
	for {
		if _, err := ws.Read(nil); err != nil {
			return
		}
	}
}

func Routes(m *runtime.ServeMux) http.Handler { // not a root
	_ = m.HandlePath("POST", "/upload", upload)
	return websocket.Handler(chat)
}
