package scriptcalls

// global is a type of the language that is not declared in the repository.
func (c *checker) global(name string, args []*typ) *typ {
	first := (&typ{parts: args}).part(0)
	switch name {
	case "Array", "ReadonlyArray", "Iterable", "IterableIterator", "Iterator", "Generator", "AsyncIterable", "AsyncIterableIterator", "AsyncGenerator", "ArrayLike", "ReadonlySet", "Set", "IteratorObject", "ArrayIterator":
		return built("Array", first)
	case "Promise", "PromiseLike", "Awaited":
		if name == "Awaited" {
			return awaited(first)
		}
		return built("Promise", first)
	case "Map", "ReadonlyMap", "WeakMap":
		return built("Map", args...)
	case "Record":
		return built("Record", args...)
	case "Partial", "Required", "Readonly", "NonNullable", "Pick", "Omit", "Extract", "Exclude", "NoInfer", "ThisType", "OmitThisParameter":
		return first
	case "WeakRef":
		return built("WeakRef", first)
	case "ReturnType":
		for _, s := range c.signatures(first, false) {
			return c.result(s, place{}, nil)
		}
	case "InstanceType":
		return c.made(first, nil, place{})
	}
	return nil
}

// element is what a list holds.
func (c *checker) element(t *typ) *typ {
	if t == nil {
		return nil
	}
	switch t.kind {
	case union, intersection:
		parts := make([]*typ, 0, len(t.parts))
		for _, p := range t.parts {
			parts = append(parts, c.element(p))
		}
		return unite(parts...)
	case parameter:
		return c.element(c.constraint(t))
	case builtin:
		switch t.name {
		case "Array":
			return t.part(0)
		case "Tuple":
			return unite(t.parts...)
		case "Map":
			return built("Tuple", t.part(0), t.part(1))
		case "Record":
			return t.part(1)
		}
	case object:
		return c.indexMember(t)
	}
	return nil
}

// at is what a list holds at a place.
func (c *checker) at(t *typ, i int) *typ {
	if t != nil && t.kind == builtin && t.name == "Tuple" {
		if i >= 0 && i < len(t.parts) {
			return t.parts[i]
		}
		return nil
	}
	return c.element(t)
}

// builtinMember is a member of a type of the language.
func (c *checker) builtinMember(t *typ, name string) *typ {
	switch {
	case t.name == "Record":
		return t.part(1)
	case t.name == "Object" || t.name == "PromiseClass" || t.name == "ArrayClass":
		return &typ{kind: method, name: t.name + "." + name, parts: []*typ{nil}}
	}
	return &typ{kind: method, name: name, parts: []*typ{t}}
}

// methodResult is what a method of the language gives, for the arguments of a call.
func (c *checker) methodResult(m *typ, f *file, call int32) *typ {
	of := m.part(0)
	argument := func(i int) *typ {
		if n := f.argumentAt(call, i); n >= 0 {
			return c.expression(f, n)
		}
		return nil
	}
	returned := func(i int) *typ {
		for _, s := range c.signatures(argument(i), false) {
			return c.result(s, place{}, nil)
		}
		return nil
	}
	switch m.name {
	case "Object.assign":
		var parts []*typ
		for i := range 5 {
			parts = append(parts, argument(i))
		}
		return join(intersection, parts)
	case "Object.freeze", "Object.seal", "Object.defineProperty", "Object.defineProperties", "Object.setPrototypeOf", "bind":
		if m.name == "bind" {
			return of
		}
		return argument(0)
	case "Object.values":
		return arrayOf(c.element(argument(0)))
	case "Object.entries":
		return arrayOf(built("Tuple", nil, c.element(argument(0))))
	case "PromiseClass.all", "PromiseClass.allSettled":
		a := argument(0)
		if a != nil && a.kind == builtin && a.name == "Tuple" {
			parts := make([]*typ, 0, len(a.parts))
			for _, p := range a.parts {
				parts = append(parts, awaited(p))
			}
			return promiseOf(built("Tuple", parts...))
		}
		return promiseOf(arrayOf(awaited(c.element(a))))
	case "PromiseClass.race", "PromiseClass.any":
		return promiseOf(awaited(c.element(argument(0))))
	case "PromiseClass.resolve":
		return promiseOf(awaited(argument(0)))
	case "ArrayClass.from":
		if f.argumentAt(call, 1) >= 0 {
			return arrayOf(returned(1))
		}
		return arrayOf(c.element(argument(0)))
	case "ArrayClass.of":
		return arrayOf(argument(0))
	}
	if of == nil || of.kind != builtin {
		return nil
	}
	switch of.name {
	case "Array", "Tuple":
		return c.arrayResult(of, m.name, argument, returned)
	case "Promise":
		switch m.name {
		case "then":
			return promiseOf(unite(returned(0), returned(1)))
		case "catch":
			return unite(of, promiseOf(returned(0)))
		}
		return of
	case "Map":
		switch m.name {
		case "get":
			return of.part(1)
		case "set":
			return of
		case "values":
			return arrayOf(of.part(1))
		case "keys":
			return arrayOf(of.part(0))
		case "entries":
			return arrayOf(built("Tuple", of.part(0), of.part(1)))
		}
	case "WeakRef":
		return of.part(0)
	}
	return nil
}

func (c *checker) arrayResult(of *typ, name string, argument, returned func(int) *typ) *typ {
	switch name {
	case "filter", "slice", "reverse", "sort", "splice", "toSorted", "toReversed", "values", "fill", "add", "concat", "with", "toSpliced":
		if name == "concat" {
			return unite(of, argument(0))
		}
		if of.name == "Tuple" {
			return arrayOf(c.element(of))
		}
		return of
	case "map":
		return arrayOf(returned(0))
	case "flatMap":
		r := returned(0)
		if e := c.element(r); e != nil {
			return arrayOf(e)
		}
		return arrayOf(r)
	case "flat":
		if e := c.element(c.element(of)); e != nil {
			return arrayOf(e)
		}
		return of
	case "find", "pop", "shift", "at", "findLast":
		return c.element(of)
	case "entries":
		return arrayOf(built("Tuple", nil, c.element(of)))
	case "next":
		return nil
	case "reduce", "reduceRight":
		if t := argument(1); t != nil {
			return t
		}
		return unite(returned(0))
	}
	return nil
}

// methodParameter is what a function that is given to a method of the language gets
// as its own argument.
func (c *checker) methodParameter(m *typ, f *file, call int32, own int) *typ {
	of := m.part(0)
	if m.name == "ArrayClass.from" {
		if own == 0 {
			return c.element(c.expression(f, f.argumentAt(call, 0)))
		}
		return nil
	}
	if of == nil || of.kind != builtin {
		return nil
	}
	switch of.name {
	case "Array", "Tuple":
		switch m.name {
		case "reduce", "reduceRight":
			if own == 0 {
				if f.argumentAt(call, 1) >= 0 {
					return c.expression(f, f.argumentAt(call, 1))
				}
				return c.element(of)
			}
			if own == 1 {
				return c.element(of)
			}
		case "sort", "toSorted":
			return c.element(of)
		default:
			if own == 0 {
				return c.element(of)
			}
			if own == 2 {
				return of
			}
		}
	case "Promise":
		if m.name == "then" && own == 0 {
			return awaited(of)
		}
	case "Map":
		if own == 0 {
			return of.part(1)
		}
		if own == 1 {
			return of.part(0)
		}
	}
	return nil
}
