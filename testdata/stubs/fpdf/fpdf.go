// Package fpdf has the API of the real one that fixtures use, without bodies.
package fpdf

import "io"

type Fpdf struct{}

func New(orientationStr, unitStr, sizeStr, fontDirStr string) *Fpdf { return nil }

func (f *Fpdf) AddPage()                 {}
func (f *Fpdf) Output(w io.Writer) error { return nil }
