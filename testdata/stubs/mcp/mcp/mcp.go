// Package mcp has the API of the real one that fixtures use, without bodies.
package mcp

import "context"

type Server struct{}

type Tool struct{ Name string }

type CallToolRequest struct{}

type CallToolResult struct{}

type ToolHandler func(context.Context, *CallToolRequest) (*CallToolResult, error)

type ToolHandlerFor[In, Out any] func(_ context.Context, request *CallToolRequest, input In) (*CallToolResult, Out, error)

func (s *Server) AddTool(t *Tool, h ToolHandler) {}

func AddTool[In, Out any](s *Server, t *Tool, h ToolHandlerFor[In, Out]) {}
