package summary

import (
	"cmp"

	"golang.org/x/tools/go/ssa"
)

// exit is a way out of the function on which the resource is still held.
type exit struct {
	instr  ssa.Instruction // the return or panic; the acquisition for a loop
	loop   bool            // it is acquired again instead
	panics bool
}

// outcome is what happens to the resource over all paths.
type outcome struct {
	leaks    []exit
	released bool         // on some path
	escaped  bool         // on some path, other than by being returned
	returned map[int]bool // the results that it is, on some path
	wrapped  map[int]bool // the results that are structs that have it
	// handed are the returns with a function that unlocks the lock, which is
	// result unlock.
	handed  []exit
	unlock  int
	tooLong bool       // there were too many paths to tell
	late    *ssa.Defer // that releases it when the function returns, turns later
}

// compareExits puts the exit first that a message should name: a loop that
// loses one every time, a return that the user wrote, the end of the function.
func compareExits(a, b exit) int {
	rank := func(e exit) int {
		switch {
		case e.loop:
			return 0
		case e.instr.Pos().IsValid():
			return 1
		}
		return 2
	}
	return cmp.Or(rank(a)-rank(b), int(a.instr.Pos())-int(b.instr.Pos()))
}
