package main

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

func (c *checker) resource(r row, f *found) {
	if t, ok := f.obj.(*types.TypeName); ok && f.sig == nil {
		c.resourceType(r, t)
		return
	}
	if f.sig == nil {
		c.fail(r, "%s cannot be called", r.symbol)
		return
	}
	if err := checkError(f.sig, r.cells["err"]); err != nil {
		c.fail(r, "%s: %v", r.symbol, err)
	}
	owned, err := ownedType(f.sig, r)
	if err != nil {
		c.fail(r, "%s: %v", r.symbol, err)
		return
	}
	c.releases(r, f.sig, owned)
}

// resourceType checks a row of what some calls pass on, whoever is called: that the
// type is the one named, and has the methods that release it or fail with it.
func (c *checker) resourceType(r row, t *types.TypeName) {
	if r.cells["calls"] == "" && r.cells["fails"] == "" {
		c.fail(r, "%s is a type: the row says neither which calls pass it on nor which fail with it", r.symbol)
	}
	owned := t.Type()
	if !types.IsInterface(owned) {
		owned = types.NewPointer(owned)
	}
	if got := typeString(owned); got != r.cells["type"] {
		c.fail(r, "%s: type %s, source says %s", r.symbol, r.cells["type"], got)
	}
	c.releases(r, nil, owned)
	for name := range strings.SplitSeq(r.cells["fails"], ",") {
		if name == "" {
			continue
		}
		if err := releaseMethod(owned, name); err != nil {
			c.fail(r, "%s: fails %s: %v", r.symbol, name, err)
		}
	}
}

// releases checks all ways to release a value.
func (c *checker) releases(r row, sig *types.Signature, owned types.Type) {
	if r.cells["release"] == "" {
		return
	}
	for rel := range strings.SplitSeq(r.cells["release"], "|") {
		if err := c.release(sig, owned, rel); err != nil {
			c.fail(r, "%s: release %s: %v", r.symbol, rel, err)
		}
	}
}

// checkError compares the index of the error result with the signature.
func checkError(sig *types.Signature, index string) error {
	res := sig.Results()
	if index == "" {
		for i := range res.Len() {
			if isError(res.At(i).Type()) {
				return fmt.Errorf("returns an error at %d, the row says none", i)
			}
		}
		return nil
	}
	if n, err := strconv.Atoi(index); err != nil || n >= res.Len() || !isError(res.At(n).Type()) {
		return fmt.Errorf("result %s is not an error", index)
	}
	return nil
}

// ownedType returns the type of what the call acquires: a result, or the receiver.
func ownedType(sig *types.Signature, r row) (types.Type, error) {
	if r.cells["result"] == "" {
		if sig.Recv() == nil {
			return nil, fmt.Errorf("no owned result and no receiver")
		}
		return sig.Recv().Type(), nil
	}
	n, err := strconv.Atoi(r.cells["result"])
	if err != nil || n < 0 || n >= sig.Results().Len() {
		return nil, fmt.Errorf("no result %s", r.cells["result"])
	}
	owned := sig.Results().At(n).Type()
	if got := typeString(owned); got != r.cells["type"] {
		return nil, fmt.Errorf("type %s, source says %s", r.cells["type"], got)
	}
	return owned, nil
}

func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

// release checks one way to release a value of type owned.
func (c *checker) release(sig *types.Signature, owned types.Type, rel string) error {
	if strings.HasPrefix(rel, "context ") {
		return nil // prose
	}
	if rel == "call" {
		if !isFunc(owned) {
			return fmt.Errorf("%s is not a function", owned)
		}
		return nil
	}
	if n, ok := strings.CutPrefix(rel, "call(result "); ok {
		i, err := strconv.Atoi(strings.TrimSuffix(n, ")"))
		if err != nil || i >= sig.Results().Len() || !isFunc(sig.Results().At(i).Type()) {
			return fmt.Errorf("that result is not a function")
		}
		return nil
	}
	if fn, ok := strings.CutSuffix(rel, "(result)"); ok {
		f, err := c.resolve(fn)
		if err == nil && f.sig == nil {
			err = fmt.Errorf("%s cannot be called", fn)
		}
		return err
	}
	return releaseMethod(owned, rel)
}

// releaseMethod checks a release by a method: of the value, of one of its
// fields, or of what one of its methods returns.
func releaseMethod(owned types.Type, rel string) error {
	of, name := owned, rel
	if path, ok := strings.CutPrefix(rel, "field:"); ok {
		field, method, _ := strings.Cut(path, ".")
		o, _, _ := types.LookupFieldOrMethod(owned, true, nil, field)
		v, ok := o.(*types.Var)
		if !ok {
			return fmt.Errorf("%s has no field %s", owned, field)
		}
		of, name = v.Type(), method
	} else if getter, method, ok := strings.Cut(rel, "()."); ok {
		o, _, _ := types.LookupFieldOrMethod(owned, true, nil, getter)
		fn, ok := o.(*types.Func)
		if !ok || fn.Signature().Results().Len() == 0 {
			return fmt.Errorf("%s has no method %s with a result", owned, getter)
		}
		of, name = fn.Signature().Results().At(0).Type(), method
	} else if s, ok := owned.Underlying().(*types.Slice); ok {
		of = s.Elem()
	}
	if !hasMethod(of, name) {
		return fmt.Errorf("%s has no method %s", of, name)
	}
	return nil
}
