// Package services has what others than HTTP routers call: scrapes, queries of
// GraphQL, tools of models, mail and chats.
package services

import (
	"context"
	"io"
	"net/http"

	"github.com/bwmarrin/discordgo"
	"github.com/emersion/go-smtp"
	"github.com/emicklei/go-restful/v3"
	"github.com/gorilla/rpc"
	gophers "github.com/graph-gophers/graphql-go"
	"github.com/graphql-go/graphql"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/prometheus/client_golang/prometheus"
)

// prometheus: every scrape collects.

type exporter struct{ up *prometheus.Desc }

func (e *exporter) Describe(ch chan<- *prometheus.Desc) { ch <- e.up } // not a root
func (e *exporter) Collect(ch chan<- prometheus.Metric) {}             // root handler, no context
func (e *exporter) count(ch chan<- prometheus.Metric)   {}             // not a root

func Export() { prometheus.MustRegister(&exporter{}) } // not a root

// graphql-go: fields have functions.

func user(p graphql.ResolveParams) (any, error) { return nil, nil } // root handler

var fields = graphql.Fields{
	"user": {Resolve: user},
	"posts": {Resolve: func(p graphql.ResolveParams) (any, error) { // root handler
		return nil, nil
	}},
}

// graph-gophers: methods of the resolver that take a context.

type resolver struct{}

func (r *resolver) User(ctx context.Context, args struct{ ID string }) (*string, error) { // root handler, context in ctx
	return nil, nil
}
func (r *resolver) find(ctx context.Context) error { return nil } // not a root

func Schema() *gophers.Schema { return gophers.MustParseSchema("", &resolver{}) } // not a root

// gorilla/rpc: methods with a request first.

type Arith struct{}

func (a *Arith) Add(r *http.Request, args *[]int, reply *int) error { return nil } // root handler, context in r

func Serve(s *rpc.Server) error { return s.RegisterService(new(Arith), "") } // not a root

// mcp: tools, with their input spelled out or not.

type input struct{ City string }

func weather(ctx context.Context, req *mcp.CallToolRequest, in input) (*mcp.CallToolResult, any, error) { // root handler, context in ctx
	return nil, nil, nil
}

func Tools(s *mcp.Server) { // not a root
	mcp.AddTool(s, &mcp.Tool{Name: "weather"}, weather)
	s.AddTool(&mcp.Tool{Name: "plain"}, func(ctx context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) { // root handler, context in ctx
		return nil, nil
	})
}

// go-restful: routes and filters.

type users struct{}

func (u *users) find(req *restful.Request, resp *restful.Response) {} // root handler, context in req

func logged(req *restful.Request, resp *restful.Response, chain *restful.FilterChain) { // root handler, context in req
	chain.ProcessFilter(req, resp)
}

func Routes(ws *restful.WebService, u *users) { // not a root
	ws.Filter(logged)
	ws.Route(ws.GET("/users/{id}").To(u.find))
}

// go-smtp: a session for each connection.

type backend struct{}

func (b *backend) NewSession(c *smtp.Conn) (smtp.Session, error) { return &session{}, nil } // root handler, no context

type session struct{}

func (s *session) Mail(from string, opts *smtp.MailOptions) error { return nil } // root handler, no context
func (s *session) Data(r io.Reader) error                         { return nil } // root handler, no context
func (s *session) Reset()                                         {}             // not a root

// discordgo: whatever function the event fits.

func Chat(s *discordgo.Session) { // not a root
	s.AddHandler(func(s *discordgo.Session, m *discordgo.MessageCreate) {}) // root consumer, no context
}
