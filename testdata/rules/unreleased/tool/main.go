// Command tool does one thing and ends.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
)

func main() {
	if err := print(os.Args[1]); err != nil {
		log.Fatal(err)
	}
	for _, name := range os.Args[2:] {
		fmt.Println(count(name))
	}
}

func print(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	s := bufio.NewScanner(f)
	for s.Scan() {
		fmt.Println(s.Text())
	}
	return s.Err()
}

// count opens as many as it is asked for.
func count(name string) (n int) {
	f, err := os.Open(name) // want `file from os.Open is never released: Close is not called`
	if err != nil {
		return 0
	}
	for s := bufio.NewScanner(f); s.Scan(); n++ {
	}
	return n
}
