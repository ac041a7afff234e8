package sitter

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// instance is a grammar with a memory of its own. One caller at a time.
type instance struct {
	grammar *grammar
	module  api.Module
	memory  api.Memory
	// functions are those that were called: each has a stack of its own.
	functions map[string]api.Function
}

// instance makes a new one.
func (g *grammar) instance(ctx context.Context) (*instance, error) {
	// Without a name, so that there can be many.
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize")
	m, err := g.runtime.InstantiateModule(withMemory(context.WithoutCancel(ctx)), g.compiled, config)
	if err != nil {
		return nil, fmt.Errorf("start the grammar: %w", err)
	}
	return &instance{grammar: g, module: m, memory: m.Memory(), functions: map[string]api.Function{}}, nil
}

// close gives its memory back. Nothing is lost if that fails.
func (in *instance) close() { _ = in.module.Close(context.Background()) }

// call calls a function of the shim, each of which gives one number.
func (in *instance) call(ctx context.Context, name string, args ...uint64) (uint32, error) {
	f := in.functions[name]
	if f == nil {
		f = in.module.ExportedFunction(name)
		in.functions[name] = f
	}
	results, err := f.Call(ctx, args...)
	if err != nil {
		return 0, err
	}
	return uint32(results[0]), nil
}

// Flags of a record. The layout is that of tools/grammars/shim.c.
const (
	recordNamed = 1 << iota
	recordError
	recordMissing

	recordSize = 28
)

var errWrongTree = errors.New("it made a tree that cannot be")

func (in *instance) parse(ctx context.Context, language int, src []byte) (*Tree, error) {
	fail := func(err error) (*Tree, error) {
		// A trap tells where it was, in many lines, which help nobody here.
		why, _, _ := bytes.Cut([]byte(err.Error()), []byte("\n"))
		return nil, fmt.Errorf("%w: %s", ErrFailed, why)
	}
	at, err := in.call(ctx, "source_buffer", uint64(len(src)))
	if err != nil {
		return fail(err)
	}
	if !in.memory.Write(at, src) {
		return fail(errors.New("its memory does not hold the text"))
	}
	count, err := in.call(ctx, "parse", uint64(language), uint64(len(src)))
	if err != nil {
		return fail(err)
	}
	if at, err = in.call(ctx, "record_buffer"); err != nil {
		return fail(err)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	// The sizes are of a module that the text may have led astray.
	if count == 0 || int64(count)*recordSize > int64(in.memory.Size()) {
		return fail(errWrongTree)
	}
	records, ok := in.memory.Read(at, count*recordSize)
	if !ok {
		return fail(errWrongTree)
	}
	tree, ok := decode(records, in.grammar.names[language], len(src))
	if !ok {
		return fail(errWrongTree)
	}
	return tree, nil
}

// decode makes a tree of records. It gives none unless everything in there is
// within its bounds and the nodes lie within each other.
func decode(records []byte, n names, size int) (*Tree, bool) {
	count := len(records) / recordSize
	nodes, broken := make([]Node, count), false
	for i := range nodes {
		r := records[i*recordSize:][:recordSize]
		symbol, field, flags := binary.LittleEndian.Uint16(r), r[2], r[3]
		word := func(at int) int32 { return int32(binary.LittleEndian.Uint32(r[at:])) }
		node := Node{
			Start: word(4), End: word(8), Row: word(12), EndRow: word(16), Parent: word(20), Next: word(24),
			Named: flags&recordNamed != 0, Error: flags&recordError != 0, Missing: flags&recordMissing != 0,
		}
		switch {
		case node.Error:
			node.Kind = "ERROR"
		case int(symbol) < len(n.kinds):
			node.Kind = n.kinds[symbol]
		default:
			return nil, false
		}
		if int(field) >= len(n.fields) {
			return nil, false
		}
		node.Field = n.fields[field]
		above := Node{End: int32(size), Next: int32(count)}
		if i == 0 {
			node.Parent = -1
			if node.Next != above.Next {
				return nil, false
			}
		} else {
			if node.Parent < 0 || int(node.Parent) >= i {
				return nil, false
			}
			above = nodes[node.Parent]
		}
		if node.Start < above.Start || node.End < node.Start || node.End > above.End ||
			node.Row < 0 || node.EndRow < node.Row || int(node.Next) <= i || node.Next > above.Next {
			return nil, false
		}
		nodes[i] = node
		broken = broken || node.Error || node.Missing
	}
	return &Tree{Nodes: nodes, Broken: broken}, true
}

// names reads what a language calls its nodes and fields.
func (in *instance) names(ctx context.Context, language int) (names, error) {
	var n names
	for _, list := range []struct {
		to          *[]string
		count, name string
		first       uint32
	}{{&n.kinds, "symbol_count", "symbol_name", 0}, {&n.fields, "field_count", "field_name", 1}} {
		count, err := in.call(ctx, list.count, uint64(language))
		if err != nil {
			return n, err
		}
		count += list.first // fields count from 1, and 0 is none
		known := map[string]string{}
		for i := range count {
			name := ""
			if i >= list.first {
				at, err := in.call(ctx, list.name, uint64(language), uint64(i))
				if err != nil {
					return n, err
				}
				if name, err = in.text(at); err != nil {
					return n, err
				}
			}
			if _, ok := known[name]; !ok {
				known[name] = name
			}
			*list.to = append(*list.to, known[name])
		}
	}
	return n, nil
}

// text reads a string that ends in a zero byte.
func (in *instance) text(at uint32) (string, error) {
	const longest = 256
	size := min(longest, in.memory.Size()-at)
	b, ok := in.memory.Read(at, size)
	end := bytes.IndexByte(b, 0)
	if !ok || end < 0 {
		return "", errors.New("a name without an end")
	}
	return string(b[:end]), nil
}
