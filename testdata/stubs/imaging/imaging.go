// Package imaging has the API of the real one that fixtures use, without bodies.
package imaging

import (
	"image"
	"io"
)

type ResampleFilter struct{}

var Lanczos ResampleFilter

type DecodeOption func(*decodeConfig)

type decodeConfig struct{}

func Decode(r io.Reader, opts ...DecodeOption) (image.Image, error) { return nil, nil }

func Resize(img image.Image, width, height int, filter ResampleFilter) *image.NRGBA { return nil }
