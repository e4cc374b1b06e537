// Package excelize has the API of the real one that fixtures use, without bodies.
package excelize

import "io"

type Options struct{}

type File struct{}

func NewFile(opts ...Options) *File                              { return nil }
func OpenReader(r io.Reader, opts ...Options) (*File, error)     { return nil, nil }
func (f *File) SetCellValue(sheet, cell string, value any) error { return nil }
func (f *File) Write(w io.Writer, opts ...Options) error         { return nil }
func (f *File) Close() error                                     { return nil }
