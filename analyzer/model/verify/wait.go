package main

import (
	"go/types"
	"strconv"
	"strings"
)

// wildcard checks a row that stands for the methods that take a context first.
func (c *checker) wildcard(r row) {
	f, err := c.resolveIn(r.path, strings.Trim(strings.TrimSuffix(r.symbol, ".*"), "(*)"))
	if err != nil {
		c.fail(r, "%v", err)
		return
	}
	t := f.obj.Type()
	if !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	ms := types.NewMethodSet(t)
	for i := range ms.Len() {
		if fn, ok := ms.At(i).Obj().(*types.Func); ok && fn.Exported() && ctxIndex(fn.Type().(*types.Signature)) == 0 {
			return
		}
	}
	c.fail(r, "%s: no method takes a context first", r.symbol)
}

func (c *checker) wait(r row, f *found) {
	at := -1
	if f.sig != nil {
		at = ctxIndex(f.sig)
	}
	switch ctx := r.cells["ctx"]; ctx {
	case "", "req", "recv":
		if at >= 0 {
			c.fail(r, "%s takes a context at %d, the row says %q", r.symbol, at, ctx)
		}
		if ctx == "recv" && f.sig != nil && f.sig.Recv() == nil && f.recv == nil && r.cells["variant"] == "" {
			if _, ok := f.obj.(*types.Func); ok {
				c.fail(r, "%s has no receiver to carry a context", r.symbol)
			}
		}
		if ctx == "req" && f.sig != nil && f.sig.Params().Len() == 0 {
			c.fail(r, "%s has no argument to carry a context", r.symbol)
		}
	default:
		if n, err := strconv.Atoi(ctx); err != nil || n != at {
			c.fail(r, "%s: context index %s, source says %d", r.symbol, ctx, at)
		}
	}
	c.variant(r)
}

// variant checks a variant that reads as a symbol; one with blanks is prose
// about an option.
func (c *checker) variant(r row) {
	v := r.cells["variant"]
	if v == "" || strings.Contains(v, " ") {
		return
	}
	f, err := c.resolve(v)
	switch {
	case err != nil:
		c.fail(r, "variant: %v", err)
	case f.sig != nil && ctxIndex(f.sig) >= 0:
	case f.sig == nil && isContext(f.obj.Type()): // a field for the context
	default:
		c.fail(r, "variant %s takes no context", v)
	}
}

func (c *checker) client(r row, f *found) {
	var made types.Type
	if _, ok := f.obj.(*types.TypeName); ok {
		made = types.NewPointer(f.obj.Type())
	} else if f.sig != nil {
		for i := range f.sig.Results().Len() {
			if t := f.sig.Results().At(i).Type(); !isError(t) {
				made = t
				break
			}
		}
	}
	got := ""
	if made != nil {
		got = typeString(made)
	}
	if got != r.cells["makes"] {
		c.fail(r, "%s: makes %s, source says %s", r.symbol, r.cells["makes"], got)
	}
	if m := r.cells["close"]; m != "" && (made == nil || !hasMethod(made, m)) {
		c.fail(r, "%s: %s has no method %s", r.symbol, got, m)
	}
}

func (c *checker) handler(r row, f *found) {
	if s := r.cells["signature"]; f.sig != nil && strings.HasPrefix(s, "func(") && s != typeString(f.sig) {
		c.fail(r, "signature is %s", typeString(f.sig))
	}
}
