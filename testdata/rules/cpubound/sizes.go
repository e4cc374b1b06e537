package cpubound

import (
	"flag"
	"image"
	"image/png"
	"net/http"
)

type secret struct{ id int64 }

func newSecret(id int64) *secret { return &secret{id} }

func (s *secret) picture(w, h int) image.Image {
	return image.NewGray(image.Rect(0, 0, w, h))
}

// However the secret is made, its picture is small.
func enroll(w http.ResponseWriter, r *http.Request) {
	_ = png.Encode(w, newSecret(r.ContentLength).picture(240, 240))
}

func billboard(w http.ResponseWriter, r *http.Request) {
	_ = png.Encode(w, newSecret(r.ContentLength).picture(2400, 2400)) // want `png.Encode computes for every request: nothing limits how many run at once`
}

//moved:stay who changes a variable of another package is not known
var iconSide = 180

var photoSide = 180

func init() { flag.IntVar(&photoSide, "side", 180, "") }

// What only a package variable says, and nobody changes, is constant too.
func icon(w http.ResponseWriter, r *http.Request) {
	_ = png.Encode(w, image.NewRGBA(image.Rect(0, 0, iconSide, iconSide)))
}

func photo(w http.ResponseWriter, r *http.Request) {
	_ = png.Encode(w, image.NewRGBA(image.Rect(0, 0, photoSide, photoSide))) // want `png.Encode computes`
}
