// Package discordgo has the API of the real one that fixtures use, without bodies.
package discordgo

type Session struct{}

type MessageCreate struct{}

func (s *Session) AddHandler(handler any) func() { return nil }
