// Package moved has callers whose callees are in package callee: the causes are
// those of the same calls within one package.
package moved

import (
	"context"
	"net/http"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"

	"example.com/testdata/rules/nodeadline/moved/callee"
)

func viaHelper(ctx context.Context, s *callee.Store) error {
	if err := callee.Load(context.Background(), s); err != nil { // want `callee.Load may wait forever in \(\*sql.DB\).ExecContext: context.Background replaces`
		return err
	}
	if err := s.Find(context.TODO(), 1); err != nil { // want `callee.Store\).Find may wait forever in .*QueryRowContext: context.TODO replaces`
		return err
	}
	return callee.Load(ctx, s)
}

// The helper sets its own deadline.
func bounded(ctx context.Context, s *callee.Store) error {
	if err := s.InTime(context.Background()); err != nil {
		return err
	}
	short, cancel := callee.WithDeadline(context.Background())
	defer cancel()
	return callee.Load(short, s)
}

func derived(ctx context.Context, s *callee.Store) error {
	if err := callee.Load(callee.WithUser(ctx, "x"), s); err != nil {
		return err
	}
	return callee.Load(callee.WithUser(context.Background(), "x"), s) // want `callee.Load may wait forever in .*ExecContext: context.Background replaces`
}

// Generics, literals, method values and embedded types.

func generic(ctx context.Context, r *callee.Repo[string]) error {
	_, err := r.Get(context.Background(), 1) // want `Get may wait forever in .*QueryRowContext: context.Background replaces`
	return err
}

func literal(ctx context.Context, s *callee.Store) error {
	if err := callee.Run(ctx, func(ctx context.Context) error { return callee.Load(ctx, s) }); err != nil {
		return err
	}
	if err := callee.Twice(func() error { return s.Ping() }); err != nil {
		return err
	}
	return callee.Run(context.Background(), func(ctx context.Context) error { // want `DB\).ExecContext may wait forever: context.Background replaces`
		return callee.Load(ctx, s)
	})
}

func methodValue(ctx context.Context, s *callee.Store) error {
	find := s.Find
	return find(context.Background(), 1) // want `Find may wait forever in .*QueryRowContext: context.Background replaces`
}

type wrapper struct{ *callee.Store }

func (w *wrapper) check(ctx context.Context) error {
	return w.Find(context.Background(), 1) // want `Find may wait forever in .*QueryRowContext: context.Background replaces`
}

// Clients made elsewhere.

func client(ctx context.Context, url string) error {
	if _, err := callee.Bounded().Get(url); err != nil {
		return err
	}
	_, err := callee.Shared.Get(url)
	return err
}

// What a handler reaches there: the operation is in that package, and so is the
// finding.

func handler(w http.ResponseWriter, r *http.Request) {
	s := &callee.Store{}
	_ = s.Ping()
	_ = callee.LoadForever(s)
	_ = callee.NewWorker(s).Check()
	_ = callee.NewJob(r.Context(), s).Run()
}

func scoped(ctx context.Context, db *gorm.DB) error {
	if err := callee.Scoped(ctx, db).Save(&struct{}{}).Error; err != nil {
		return err
	}
	return callee.Scoped(context.Background(), db).Save(&struct{}{}).Error // want `gorm.DB\).Save may wait forever: context.Background replaces`
}

func messages(r *kafka.Reader, db *gorm.DB) error {
	return callee.Consume(r, func(b []byte) error {
		return db.WithContext(context.Background()).Save(b).Error // want `gorm.DB\).Save may wait forever: context.Background never ends`
	})
}
