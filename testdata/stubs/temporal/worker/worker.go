// Package worker has the API of the real one that fixtures use, without bodies.
package worker

type Worker interface {
	RegisterActivity(a any)
	RegisterWorkflow(w any)
	Run(interruptCh <-chan any) error
}
