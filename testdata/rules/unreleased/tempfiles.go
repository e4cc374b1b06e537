package unreleased

import (
	"io/ioutil"
	"os"
)

type tempUpload struct {
	data []byte
	file *os.File
}

func spoolEach(uploads []tempUpload) (failed int) {
	for i := range uploads {
		f, err := ioutil.TempFile("", "spool") // want `file from ioutil.TempFile is not released before the loop acquires the next one`
		if err != nil {
			continue
		}
		if _, err := f.Write(uploads[i].data); err != nil {
			failed++
			continue
		}
		if err := f.Close(); err != nil {
			continue
		}
		uploads[i].file = f
	}
	return failed
}

func inDirOfTemp(work func(dir string) error) error {
	dir, err := ioutil.TempDir("", "work")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return work(dir)
}
