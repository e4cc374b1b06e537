package cpubound

import (
	"archive/zip"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"strconv"

	"github.com/disintegration/imaging"
	"github.com/gin-gonic/gin"
	"github.com/go-pdf/fpdf"
	"github.com/labstack/echo/v4"
	"github.com/xuri/excelize/v2"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/scrypt"
)

func derive(c *gin.Context) {
	_, _ = scrypt.Key([]byte(c.Query("password")), nil, 1<<15, 8, 1, 32) // want `scrypt.Key computes for every request`
}

func derive2(c echo.Context) error {
	argon2.IDKey([]byte(c.Param("password")), nil, 1, 64*1024, 4, 32) // want `argon2.IDKey computes for every request`
	return nil
}

func derive3(w http.ResponseWriter, r *http.Request) {
	_, _ = pbkdf2.Key(sha256.New, r.FormValue("name"), nil, 100, 32)
	_, _ = pbkdf2.Key(sha256.New, r.FormValue("password"), nil, 600_000, 32) // want `pbkdf2.Key computes for every request`
}

func issue(w http.ResponseWriter, r *http.Request) {
	_, _ = rsa.GenerateKey(rand.Reader, 2048) // want `rsa.GenerateKey computes for every request`
}

func thumbnail(w http.ResponseWriter, r *http.Request) {
	img, err := imaging.Decode(r.Body) // want `imaging.Decode and 1 more compute for every request`
	if err != nil {
		return
	}
	_ = jpeg.Encode(w, imaging.Resize(img, 100, 0, imaging.Lanczos), nil)
}

// An image of constant and small size, as a QR code is, costs little.
func code(w http.ResponseWriter, r *http.Request) {
	_ = png.Encode(w, draw(r.URL.Path, 200, 200))
	_ = png.Encode(w, image.NewRGBA(image.Rect(0, 0, 64, 64)))
}

func draw(text string, width, height int) image.Image { return nil }

func chart(w http.ResponseWriter, r *http.Request) {
	width, _ := strconv.Atoi(r.FormValue("width"))
	_ = png.Encode(w, draw(r.URL.Path, width, 100)) // want `png.Encode computes for every request`
}

func poster(w http.ResponseWriter, r *http.Request) {
	_ = png.Encode(w, draw(r.URL.Path, 4000, 3000)) // want `png.Encode computes for every request`
}

// Opening an entry of an archive costs nothing, what is read of it does.
func entries(w http.ResponseWriter, r *http.Request) {
	z, err := zip.OpenReader("upload.zip")
	if err != nil {
		return
	}
	defer z.Close()
	for _, f := range z.File {
		if entry, err := f.Open(); err == nil {
			_ = entry.Close()
		}
	}
}

func decode(w http.ResponseWriter, r *http.Request) {
	_, _ = jpeg.Decode(r.Body) // want `jpeg.Decode computes for every request`
}

func spreadsheet(w http.ResponseWriter, r *http.Request) {
	f, err := excelize.OpenReader(r.Body) // want `excelize.OpenReader computes for every request`
	if err != nil {
		return
	}
	defer f.Close()
}

func invoice(w http.ResponseWriter, r *http.Request) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddPage()
	_ = pdf.Output(w) // want `Fpdf\).Output computes for every request`
}

func archive(w http.ResponseWriter, r *http.Request) {
	z := zip.NewWriter(w)
	defer z.Close()
	for _, name := range r.Form["name"] {
		entry, err := z.Create(name) // want `Writer\).Create computes for every request`
		if err != nil {
			return
		}
		_, _ = io.WriteString(entry, name)
	}
}
