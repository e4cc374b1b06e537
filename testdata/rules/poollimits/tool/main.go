// Command tool takes no requests.
package main

import "database/sql"

func main() {
	db, err := sql.Open("postgres", "postgres://")
	if err != nil {
		panic(err)
	}
	_, _ = db.Exec("DELETE FROM things")
}
