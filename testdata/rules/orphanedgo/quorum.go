package orphanedgo

import (
	"context"
	"errors"
	"net/http"
)

type vote struct {
	ok  bool
	err error
}

// The others go on when enough have answered.
func quorum(ctx context.Context, voters []string, need int) error {
	votes := make(chan vote)
	for _, v := range voters {
		go func(v string, out chan<- vote) { // want `the goroutine may send on out forever`
			out <- vote{ok: lookup(v) != ""}
		}(v, votes)
	}
	good, bad := 0, 0
	for v := range votes {
		if v.err != nil || !v.ok {
			bad++
		} else {
			good++
		}
		if good >= need {
			return nil
		}
		if bad > len(voters)-need {
			return errors.New("voted down")
		}
		if good+bad == len(voters) {
			break
		}
	}
	return errors.New("undecided")
}

func majority(voters []string) bool {
	votes := make(chan vote)
	for _, v := range voters {
		go func() { votes <- vote{ok: lookup(v) != ""} }() // want `the goroutine may send on votes forever`
	}
	yes := 0
	for yes <= len(voters)/2 {
		if (<-votes).ok {
			yes++
		}
	}
	return true
}

// Everyone is heard.
func census(voters []string) (yes, no int) {
	votes := make(chan vote)
	for _, v := range voters {
		go func() { votes <- vote{ok: lookup(v) != ""} }()
	}
	for v := range votes {
		if v.ok {
			yes++
		} else {
			no++
		}
		if yes+no == len(voters) {
			break
		}
	}
	return yes, no
}

func roll(voters []string) (yes int) {
	votes := make(chan vote)
	for _, v := range voters {
		go func() { votes <- vote{ok: lookup(v) != ""} }()
	}
	for heard := 0; heard < len(voters); {
		if v := <-votes; v.ok {
			yes++
		}
		heard++
	}
	return yes
}

// Each says many things, and one of them last: all of them are counted.
func rounds(voters []string) int {
	votes := make(chan vote)
	for _, v := range voters {
		go func() {
			for range len(v) {
				votes <- vote{}
			}
			votes <- vote{ok: true}
		}()
	}
	done := 0
	for done < len(voters) {
		if v := <-votes; v.ok {
			done++
		}
	}
	return done
}

func elect(w http.ResponseWriter, r *http.Request) {
	voters := r.URL.Query()["voter"]
	if quorum(r.Context(), voters, 2) == nil && majority(voters) {
		yes, _ := census(voters)
		w.WriteHeader(200 + yes + roll(voters) + rounds(voters))
	}
}
