package orphanedgo

import "net/http"

// A channel that has been heard is set to nil, so that it is not heard again.

func fasterOf(w http.ResponseWriter, r *http.Request) {
	here, there := make(chan error), make(chan error)
	go askPeer(here)  // want `may send on ch forever`
	go askPeer(there) // want `may send on ch forever`
	for here != nil || there != nil {
		select {
		case err := <-here:
			if err == nil {
				return
			}
			here = nil
		case err := <-there:
			if err == nil {
				return
			}
			there = nil
		}
	}
}

func bothOf(w http.ResponseWriter, r *http.Request) {
	here, there := make(chan error, 1), make(chan error, 1)
	go askPeer(here)
	go askPeer(there)
	for here != nil || there != nil {
		select {
		case err := <-here:
			if err == nil {
				return
			}
			here = nil
		case <-there:
			there = nil
		}
	}
}

//moved:stay what a function of another package does with a channel that is set to nil is not known
func askPeer(ch chan<- error) { ch <- nil }
