package unreleased

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/smtp"
	"os"
	"path/filepath"

	"golang.org/x/crypto/ssh"
)

// spooled returns one file twice: as what to read, and as what to close.
func spooled(r io.Reader, size int64) (io.Reader, *os.File) {
	if size < 1<<20 {
		data, _ := io.ReadAll(r)
		return bytes.NewReader(data), nil
	}
	f, err := os.CreateTemp("", "spool")
	must(err)
	_, err = io.Copy(f, r)
	must(err)
	return f, f
}

func spoolClosed(r io.Reader, w io.Writer, size int64) error {
	in, file := spooled(r, size)
	defer func() {
		if file != nil {
			file.Close()
		}
	}()
	_, err := io.Copy(w, in)
	return err
}

func spoolLeft(r io.Reader, w io.Writer, size int64) error {
	in, file := spooled(r, size) // want `file from unreleased.spooled is not released on the path that returns at line \d+`
	if _, err := io.Copy(w, in); err != nil {
		return err
	}
	if file != nil {
		return file.Close()
	}
	return nil
}

func scratchFile(name string) (string, error) {
	dir, err := os.MkdirTemp("", "scratch") // want `temporary directory from os.MkdirTemp is not removed on the path that returns at line 57`
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, filepath.Base(name)+".zip")
	if path == "" {
		return "", errors.New("no name")
	}
	return path, nil
}

func scratchFileJoined() (string, error) {
	dir, err := os.MkdirTemp("", "scratch")
	if err != nil {
		return "", err
	}
	return dir + "/data", nil
}

func runOn(client *ssh.Client, command string) error {
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return err
	}
	return session.Start(command)
}

func runOnShared(client *ssh.Client, command string) error {
	session, err := client.NewSession() // want `session from \(\*ssh.Client\).NewSession is never released: Close is not called`
	if err != nil {
		return err
	}
	return session.Start(command)
}

func greet(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	client, err := smtp.NewClient(conn, addr)
	if err != nil {
		return err
	}
	return client.Hello("here")
}

func greetOpen(conn net.Conn, addr string) error {
	client, err := smtp.NewClient(conn, addr) // want `client from smtp.NewClient is never released: neither Close nor Quit is called`
	if err != nil {
		return err
	}
	return client.Hello("here")
}
