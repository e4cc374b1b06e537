// Package units works on transactions behind interfaces.
package units

import (
	"context"
	"database/sql"

	"example.com/testdata/rules/unreleased/units/store"
	"example.com/testdata/rules/unreleased/units/unit"
)

type service struct {
	store  unit.Store
	memory unit.Starter
}

func newService(db *sql.DB) *service { return &service{store.New(db), store.Memory{}} }

func (s *service) add(ctx context.Context, id int) error {
	tx, err := s.store.Begin(ctx) // want `transaction from \(unit.Store\).Begin is not released on the path that returns at line 25`
	if err != nil {
		return err
	}
	if err := tx.Add(ctx, id); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *service) addAll(ctx context.Context, ids []int) error {
	tx, err := s.store.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, id := range ids {
		if err := tx.Add(ctx, id); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (s *service) remember(ctx context.Context, id int) error {
	tx, err := s.memory.Start()
	if err != nil {
		return err
	}
	if err := tx.Add(ctx, id); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *service) within(ctx context.Context, do func(unit.Tx) error) (err error) {
	tx, err := s.store.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	return do(tx)
}
