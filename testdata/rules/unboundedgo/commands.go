package unboundedgo

import (
	"net/http"
	"os/exec"
)

// Whoever starts a command has to wait for it somewhere.
func reaps(w http.ResponseWriter, r *http.Request) {
	cmd := exec.Command("open", "http://localhost")
	if err := cmd.Start(); err != nil {
		return
	}
	go func() { _ = cmd.Wait() }()
}

// Here every request leaves a command behind with its goroutine.
func leaves(w http.ResponseWriter, r *http.Request) {
	go func() { // want `every request leaves a goroutine behind that waits in \(\*exec.Cmd\).Wait with nothing to end it`
		cmd := exec.Command("backup")
		if cmd.Start() == nil {
			_ = cmd.Wait()
		}
	}()
}
