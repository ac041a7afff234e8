package sitter

import (
	"context"

	"github.com/tetratelabs/wazero/experimental"
)

// withMemory makes instances take their memory from reserve. wazero would
// append to a slice at each growth, and a text of a megabyte would leave
// gigabytes of garbage behind.
func withMemory(ctx context.Context) context.Context {
	return experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(_, most uint64) experimental.LinearMemory {
		if all := reserve(int(most)); all != nil {
			return &reserved{all}
		}
		return &doubling{most: most}
	}))
}

// reserved is a range of addresses, of which the system gives only those that
// are written to. It never moves.
type reserved struct{ all []byte }

func (r *reserved) Reallocate(size uint64) []byte {
	if size > uint64(len(r.all)) {
		return nil
	}
	return r.all[:size]
}

func (r *reserved) Free() {
	release(r.all)
	r.all = nil
}

// doubling is for systems, and limits of address space, that do not let one
// reserve.
type doubling struct {
	kept []byte
	most uint64
}

func (d *doubling) Reallocate(size uint64) []byte {
	if size > d.most {
		return nil
	}
	if size > uint64(cap(d.kept)) {
		larger := make([]byte, size, min(d.most, max(size, 2*uint64(cap(d.kept)))))
		copy(larger, d.kept)
		d.kept = larger
	}
	d.kept = d.kept[:size]
	return d.kept
}

func (d *doubling) Free() { d.kept = nil }
