// Package analyzer is the public face of the engine.
package analyzer
