package driver

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/stallcheck/stallcheck/analyzer/config"
	"github.com/stallcheck/stallcheck/analyzer/program"
)

// unit is the part of go vet's description of one package that decides
// whether the package matters. See x/tools go/analysis/unitchecker.Config.
type unit struct {
	ImportPath    string
	ModulePath    string
	ModuleVersion string
	ImportMap     map[string]string // import path in source to package path
	Standard      map[string]bool   // imports that are of the standard library
	PackageVetx   map[string]string // file of facts of each import
	VetxOnly      bool
	VetxOutput    string
}

func readUnit(file string) (*unit, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read unit: %w", err)
	}
	u := new(unit)
	if err := json.Unmarshal(data, u); err != nil {
		return nil, fmt.Errorf("read unit %s: %w", file, err)
	}
	return u, nil
}

// configured reports whether the configuration holds for the unit: it is of the
// user's own modules, or the environment names a file for every process. What is
// found from the folder of a dependency is for whoever develops that.
func (u *unit) configured() bool {
	return program.IsOwnModule(u.ModulePath, u.ModuleVersion) || os.Getenv(config.Env) != ""
}

// skippable reports whether the unit is analysed for its facts only and has
// none. An unreadable file of facts counts as facts: the analysis that reads
// it will say so.
func (u *unit) skippable(know Knowledge, own []string) bool {
	if !u.VetxOnly || isOwn(u.ImportPath, u.ModulePath, u.ModuleVersion, own) {
		return false
	}
	if know.Boundary(u.ImportPath) {
		return true
	}
	for _, path := range u.ImportMap {
		if know.HasOps(path) {
			return false
		}
	}
	for _, file := range u.PackageVetx {
		if info, err := os.Stat(file); err != nil || info.Size() > 0 {
			return false
		}
	}
	return true
}

// skip answers go vet with an empty set of facts. unitchecker itself writes
// an empty file when there are none, and reads one without decoding anything.
func (u *unit) skip() error {
	if u.VetxOutput == "" {
		return nil
	}
	if err := os.WriteFile(u.VetxOutput, nil, 0o666); err != nil {
		return fmt.Errorf("write facts: %w", err)
	}
	return nil
}
