package report

import (
	"encoding/json"
	"fmt"
	"io"
)

// Message is one line of the JSON form: exactly one field is set. Findings
// come first, then failures, then the source around them, and one line of totals
// ends the output, so a reader that saw none knows that it was cut short.
//
//	{"finding":{"id":"unreleased shop/store/orders.go:12:2","rule":"unreleased",…}}
//	{"failure":{"package":"shop/broken","message":"…"}}
//	{"source":{"file":"store/orders.go","line":9,"lines":["func …",…]}}
//	{"totals":{"packages":4,"findings":1,"failures":1}}
type Message struct {
	Finding *Finding `json:"finding,omitempty"`
	Failure *Failure `json:"failure,omitempty"`
	Source  *Source  `json:"source,omitempty"`
	Totals  *Totals  `json:"totals,omitempty"`
}

// NewJSON prints one Message a line.
func NewJSON(w io.Writer) Printer {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return jsonPrinter{enc}
}

type jsonPrinter struct{ enc *json.Encoder }

func (p jsonPrinter) Finding(f *Finding) error { return p.enc.Encode(Message{Finding: f}) }
func (p jsonPrinter) Failure(f *Failure) error { return p.enc.Encode(Message{Failure: f}) }
func (p jsonPrinter) Source(s *Source) error   { return p.enc.Encode(Message{Source: s}) }
func (p jsonPrinter) Close(t Totals) error     { return p.enc.Encode(Message{Totals: &t}) }

// Replay reads the JSON form and sends it to another printer.
func Replay(r io.Reader, p Printer) error {
	dec := json.NewDecoder(r)
	for {
		var m Message
		if err := dec.Decode(&m); err != nil {
			return fmt.Errorf("read report: %w", err)
		}
		var err error
		switch {
		case m.Finding != nil:
			err = p.Finding(m.Finding)
		case m.Failure != nil:
			err = p.Failure(m.Failure)
		case m.Source != nil:
			err = p.Source(m.Source)
		case m.Totals != nil:
			return p.Close(*m.Totals)
		}
		if err != nil {
			return fmt.Errorf("print report: %w", err)
		}
	}
}
