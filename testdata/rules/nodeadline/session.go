package nodeadline

import (
	"context"
	"net/http"

	"xorm.io/xorm"
)

type sessions struct{ engine *xorm.Engine }

func openSessions() (*sessions, error) {
	engine, err := xorm.NewEngine("postgres", "")
	return &sessions{engine}, err
}

// The session is told its context; its own result is left.
func (s *sessions) bound(ctx context.Context, do func(*xorm.Session) error) error {
	session := s.engine.NewSession()
	if ctx != nil {
		session.Context(ctx)
	}
	defer session.Close()
	if err := session.Begin(); err != nil {
		return err
	}
	if err := do(session); err != nil {
		_ = session.Rollback()
		return err
	}
	return session.Commit()
}

func (s *sessions) unbound(w http.ResponseWriter, r *http.Request) {
	session := s.engine.NewSession()
	defer session.Close()
	if err := session.Begin(); err != nil { // want `\(\*xorm.Session\).Begin may wait forever: it takes no context, though the function is given one`
		return
	}
	_ = session.Commit() // want `\(\*xorm.Session\).Commit may wait forever: it takes no context, though the function is given one`
}
