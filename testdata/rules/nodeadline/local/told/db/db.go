// Package db opens what its callers say.
package db

import (
	"database/sql"
	"errors"
)

type Client struct{ db *sql.DB }

func Open(driver, source string) (*Client, error) {
	switch driver {
	case "postgres", "sqlite3":
		db, err := sql.Open(driver, source)
		if err != nil {
			return nil, err
		}
		return &Client{db}, nil
	}
	return nil, errors.New("unknown driver")
}

func (c *Client) Get(id string) error { return c.db.QueryRow("select 1", id).Err() }

// Set is for servers, as one program says.
func (c *Client) Set(id string) error {
	_, err := c.db.Exec("update t set id = ?", id) // want `Exec may wait forever`
	return err
}
