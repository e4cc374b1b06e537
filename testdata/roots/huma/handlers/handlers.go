// Package handlers has functions that another package registers.
package handlers

import "context"

type (
	In  struct{ ID string }
	Out struct{ Body string }
)

type Users struct{}

func (u *Users) Get(ctx context.Context, in *In) (*Out, error) { return nil, nil } // not a root

func List(ctx context.Context, in *In) (*Out, error) { return nil, nil } // not a root

type Activities struct{}

func (a *Activities) Refund(ctx context.Context, id string) error { return nil } // not a root
