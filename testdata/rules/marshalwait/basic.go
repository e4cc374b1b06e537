// Package marshalwait has cases of the rule marshalwait.
package marshalwait

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"encoding/xml"
	"html/template"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"time"

	"github.com/redis/go-redis/v9"
)

var (
	db     *sql.DB
	client = &http.Client{Timeout: time.Second}
	cache  *redis.Client
)

const byID = "SELECT name FROM customers WHERE id = $1"

type Order struct {
	CustomerID int
	Customer   string
}

func (o Order) MarshalJSON() ([]byte, error) {
	err := db.QueryRow(byID, o.CustomerID).Scan(&o.Customer) // want `\(\*sql.DB\).QueryRow waits in MarshalJSON: once for each element, outside any deadline \[marshalwait\]`
	return encode(o, err)
}

func encode(o Order, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	type plain Order
	return json.Marshal(plain(o))
}

// A timeout of the client does not help: it is for each element.
type Avatar struct{ URL string }

func (a *Avatar) MarshalText() ([]byte, error) {
	resp, err := client.Get(a.URL) // want `\(\*http.Client\).Get waits in MarshalText`
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

type Host struct{ Name string }

func (h Host) MarshalBinary() ([]byte, error) {
	_, err := net.LookupHost(h.Name) // want `net.LookupHost waits in MarshalBinary`
	return nil, err
}

func (h Host) GobEncode() ([]byte, error) { return h.resolve() }

func (h Host) resolve() ([]byte, error) {
	_, err := net.LookupAddr(h.Name) // want `net.LookupAddr waits in GobEncode: .* \(via .*GobEncode → .*resolve`
	return nil, err
}

type Session struct{ ID string }

func (s *Session) String() string {
	return cache.Get(context.Background(), s.ID).Val() // want `redis.Client\).Get waits in String`
}

type Failure struct{ Host string }

func (f *Failure) Error() string {
	out, _ := exec.Command("ping", "-c1", f.Host).Output() // want `exec.Cmd\).Output waits in Error`
	return string(out)
}

func (f *Failure) LogValue() slog.Value {
	_, err := net.Dial("tcp", f.Host) // want `net.Dial waits in LogValue`
	return slog.AnyValue(err)
}

type Secret struct{ key string }

func (s Secret) Value() (driver.Value, error) {
	_, err := http.Get("https://vault/" + s.key) // want `http.Get waits in Value`
	return nil, err
}

func (s *Secret) Scan(src any) error {
	time.Sleep(time.Millisecond) // want `time.Sleep waits in Scan`
	return nil
}

type Page struct{ ID int }

func (p Page) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	name, err := namer.Name(p.ID)
	if err != nil {
		return err
	}
	return e.EncodeElement(name, start)
}

// An interface, and what is behind it.
type Namer interface {
	Name(id int) (string, error)
}

var namer Namer = &remote{}

type remote struct{}

func (*remote) Name(id int) (string, error) {
	_, err := http.Get("https://names/") // want `http.Get waits in MarshalXML: .*via .*MarshalXML`
	return "", err
}

// gqlgen.
func (p Page) MarshalGQL(w io.Writer) {
	_, _ = http.Get("https://pages/") // want `http.Get waits in MarshalGQL`
}

func (o Order) MarshalGQLContext(ctx context.Context, w io.Writer) error {
	return db.QueryRowContext(ctx, byID).Scan(&o.Customer) // want `QueryRowContext waits in MarshalGQLContext`
}

// Templates.
func page(w http.ResponseWriter, r *http.Request) {
	t := template.New("page").Funcs(template.FuncMap{
		"customer": func(id int) (name string) {
			_ = db.QueryRow(byID, id).Scan(&name) // want `QueryRow waits in a template function`
			return name
		},
		"avatar": avatar,
		"upper":  func(s string) string { return s },
	}).Funcs(more)
	_ = t.Execute(w, nil)
}

//moved:stay functions in a map are not followed into another package
var more = map[string]any{"host": lookup}

func lookup(name string) []string {
	addrs, _ := net.LookupHost(name) // want `net.LookupHost waits in a template function`
	return addrs
}

func avatar(id string) string {
	_, _ = client.Head(id) // want `\(\*http.Client\).Head waits in a template function`
	return id
}

// Not nodeadline's, too: a handler calls the method.
func printed(w http.ResponseWriter, r *http.Request) {
	s := &Session{ID: r.FormValue("id")}
	_, _ = io.WriteString(w, s.String())
}
