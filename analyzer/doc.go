// Package analyzer is the public face of the engine: New makes the go/analysis
// analyzer that every driver runs.
//
// One package at a time, in the order of its folders:
//
//   - model is the catalogue: what calls of known libraries wait for, acquire,
//     release, build, compute and call back, as data.
//   - program is the package in SSA form, what each call site may call, and the
//     roots, where requests enter.
//   - summary says of each function what it may do in terms of its own inputs:
//     its operations with the provenance of their contexts, its calls, what it
//     does to resources that it is given or returns. A function of a dependency
//     is collapsed to what a row of the catalogue would say of it.
//   - link merges the graph of functions with those of the packages below,
//     joins interface calls with implementations, and finds what requests reach.
//   - rule is what a rule sees of that: leaks, stalls and loads, and how it
//     reports them.
//
// Beside the flow, witness holds positions and chains of calls, config reads
// .stallcheck.yaml, explain says why something is reported at a line or why not,
// report prints findings, source reads the lines around them, baseline tells
// which of them are new, and driver loads packages and runs analyzers, as a
// command of its own and as the vet tool.
//
// Facts carry results to importers: an object fact on each function that has
// something to say, its Shape, and a package fact with the graph of the user's
// own packages, the Table, which every package hands on upward. They hold no
// positions but as text, no maps, and nothing that the catalogue already says.
//
// Nothing here returns an error from an analyzer's Run: go vet would print it
// once and cache silence. What fails becomes part of the result and of the
// facts, and is reported by the first package that can.
package analyzer
