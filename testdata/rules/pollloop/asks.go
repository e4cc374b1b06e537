package pollloop

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"time"
)

var imports *sql.DB

// arrived asks the database whether all of an import is there.
func arrived(ctx context.Context) (bool, error) {
	var n int
	err := imports.QueryRowContext(ctx, "SELECT count(*) FROM imports WHERE open").Scan(&n)
	return n == 0, err
}

// What is asked with a context that never ends does not say that it is over.
func (s *server) untilArrived(w http.ResponseWriter, r *http.Request) {
	for {
		ok, err := arrived(context.Background())
		if err != nil {
			fmt.Println(err)
		}
		if ok {
			break
		}
		time.Sleep(time.Second) // want `time.Sleep in a loop that goes on when the client is gone: no path leaves it then`
	}
	fmt.Fprintln(w, "done")
}

// Silent: the answer may be that the context is over
func (s *server) untilArrivedInTime(w http.ResponseWriter, r *http.Request) {
	for {
		ok, err := arrived(r.Context())
		if err != nil {
			fmt.Println(err)
		}
		if ok {
			break
		}
		time.Sleep(time.Second)
	}
	fmt.Fprintln(w, "done")
}
