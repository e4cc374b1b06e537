// Package unit does things inside of transactions that an interface runs.
package unit

import (
	"context"
	"database/sql"
	"net/http"
	"time"

	"gorm.io/gorm"

	"example.com/testdata/rules/heldconn/unit/store"
)

type transactor interface {
	Within(ctx context.Context, fn func(ctx context.Context) error) error
	Later(ctx context.Context, fn func(ctx context.Context) error) error
}

type saver interface {
	Save(ctx context.Context, id string) error
}

type orders struct {
	tx     transactor
	repo   saver
	client *http.Client
}

func newOrders(db *sql.DB) *orders {
	d := store.New(db)
	return &orders{tx: d, repo: d, client: &http.Client{Timeout: time.Second}}
}

func (o *orders) charge(ctx context.Context, id string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://pay.example.com/"+id, nil)
	if err != nil {
		return err
	}
	resp, err := o.client.Do(req) // want `transaction of \(\*sql.DB\).BeginTx is held across \(\*http.Client\).Do: the connection serves nobody else meanwhile \(via \(\*unit.orders\).ServeHTTP → .* → \(\*unit.orders\).charge\)`
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (o *orders) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	id := r.PathValue("id")
	o.tx.Within(ctx, func(ctx context.Context) error {
		if err := o.charge(ctx, id); err != nil {
			return err
		}
		return o.repo.Save(ctx, id)
	})
}

// Silent: no transaction is open, and work in the transaction alone

func (o *orders) later(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	o.tx.Later(ctx, func(ctx context.Context) error { return o.notify(ctx) })
	o.tx.Within(ctx, func(ctx context.Context) error { return o.repo.Save(ctx, r.PathValue("id")) })
}

func (o *orders) notify(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://mail.example.com/", nil)
	if err != nil {
		return err
	}
	resp, err := o.client.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// The transaction of an ORM

type unitOfWork interface {
	Transact(ctx context.Context, fn func(ctx context.Context) error) error
}

type bills struct {
	orders *orders
	unit   unitOfWork
}

func newBills(o *orders, db *gorm.DB) *bills { return &bills{o, store.NewOrm(db)} }

func (b *bills) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	b.unit.Transact(ctx, func(ctx context.Context) error {
		time.Sleep(time.Second) // want `is held across time.Sleep`
		return b.orders.repo.Save(ctx, r.PathValue("id"))
	})
}

// Helpers pass what they are given on, under a name of its own for functions
// or inside of a literal

type step func(ctx context.Context) error

func (b *bills) run(ctx context.Context, s step) error { return b.unit.Transact(ctx, s) }

func (b *bills) logged(ctx context.Context, fn func(ctx context.Context) error) error {
	return b.unit.Transact(ctx, func(ctx context.Context) error {
		if err := fn(ctx); err != nil {
			return context.Cause(ctx)
		}
		return nil
	})
}

func (b *bills) all(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), time.Second)
	defer cancel()
	b.run(ctx, func(ctx context.Context) error {
		time.Sleep(time.Second) // want `is held across time.Sleep`
		return nil
	})
	b.logged(ctx, func(ctx context.Context) error {
		time.Sleep(time.Second) // want `is held across time.Sleep`
		return nil
	})
}
