package inputloop

import (
	"net/http"
	"strconv"
)

// A number that goes through a helper on many paths of a loop is looked at once
// on each, not once for each way through the loop.

func twice(n int) int { return n * 2 }

func spell(n int, word string) int {
	for _, c := range word {
		switch c {
		case 'a':
			n = twice(n)
		case 'b':
			n = twice(n)
		case 'c':
			n = twice(n)
		case 'd':
			n = twice(n)
		case 'e':
			n = twice(n)
		case 'f':
			n = twice(n)
		case 'g':
			n = twice(n)
		case 'h':
			n = twice(n)
		case 'i':
			n = twice(n)
		case 'j':
			n = twice(n)
		case 'k':
			n = twice(n)
		case 'l':
			n = twice(n)
		case 'm':
			n = twice(n)
		case 'n':
			n = twice(n)
		case 'o':
			n = twice(n)
		case 'p':
			n = twice(n)
		case 'q':
			n = twice(n)
		case 'r':
			n = twice(n)
		case 's':
			n = twice(n)
		case 't':
			n = twice(n)
		case 'u':
			n = twice(n)
		case 'v':
			n = twice(n)
		case 'w':
			n = twice(n)
		case 'x':
			n = twice(n)
		case 'y':
			n = twice(n)
		case 'z':
			n = twice(n)
		}
	}
	return n
}

func spelt(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.FormValue("n"))
	if err != nil {
		return
	}
	_, _ = w.Write(make([]byte, spell(n, "word"))) // want `inputloop`
}
