package nodeadline

import (
	"net/http"
	"os/exec"
	"time"
)

// What is killed is another command, or killed once it ended, or at no time.

func another(w http.ResponseWriter, r *http.Request) {
	cmd := exec.Command("convert")
	other := exec.Command("convert")
	time.AfterFunc(time.Second, func() { _ = other.Process.Kill() })
	_ = cmd.Run() // want `\(\*exec.Cmd\).Run may wait forever: it takes no context, though the function is given one`
}

func tooLate(w http.ResponseWriter, r *http.Request) {
	cmd := exec.Command("convert")
	_ = cmd.Run() // want `\(\*exec.Cmd\).Run may wait forever: it takes no context, though the function is given one`
	<-time.After(time.Second)
	_ = cmd.Process.Kill()
}

func whenAsked(w http.ResponseWriter, r *http.Request, stop chan struct{}) {
	cmd := exec.Command("convert")
	go func() {
		<-stop
		_ = cmd.Process.Kill()
	}()
	_ = cmd.Run() // want `\(\*exec.Cmd\).Run may wait forever: it takes no context, though the function is given one`
}
