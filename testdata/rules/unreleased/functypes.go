package unreleased

import (
	"net/http"

	"github.com/elastic/go-elasticsearch/v8"
)

// What is called is a field of the client, of a type that its library names.

func unclosedAnswer(w http.ResponseWriter, es *elasticsearch.Client) {
	found, err := es.Search() // want `from esapi.Search is never released`
	if err != nil {
		return
	}
	if found.IsError() {
		w.WriteHeader(http.StatusBadGateway)
	}
}

func closedAnswer(w http.ResponseWriter, es *elasticsearch.Client) {
	found, err := es.Search()
	if err != nil {
		return
	}
	defer found.Body.Close()
	if found.IsError() {
		w.WriteHeader(http.StatusBadGateway)
	}
}
