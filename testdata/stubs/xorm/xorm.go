// Package xorm is a stub.
package xorm

import "context"

type Engine struct{}

func NewEngine(driver, source string) (*Engine, error) { return nil, nil }

func (e *Engine) NewSession() *Session { return &Session{} }

type Session struct{}

func (s *Session) Context(ctx context.Context) *Session { return s }
func (s *Session) Begin() error                         { return nil }
func (s *Session) Commit() error                        { return nil }
func (s *Session) Rollback() error                      { return nil }
func (s *Session) Close() error                         { return nil }
