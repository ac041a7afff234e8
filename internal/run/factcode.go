package run

import (
	"encoding/binary"
	"unsafe"
)

// The stored form of facts that are made of names and numbers: strings, each once,
// and then numbers as varints, among them the places of strings in the list. It comes
// from a file that may have been planted: what makes no sense is nothing.

type factEncoder struct {
	strings []string
	at      map[string]int
	out     []byte
}

func newFactEncoder() *factEncoder { return &factEncoder{at: map[string]int{}} }

// bytes is all that was written.
func (e *factEncoder) bytes() []byte {
	var out []byte
	out = binary.AppendUvarint(out, uint64(len(e.strings)))
	for _, s := range e.strings {
		out = append(binary.AppendUvarint(out, uint64(len(s))), s...)
	}
	return append(out, e.out...)
}

func (e *factEncoder) number(n int) { e.out = binary.AppendUvarint(e.out, uint64(max(0, n))) }

func (e *factEncoder) text(s string) {
	i, ok := e.at[s]
	if !ok {
		i = len(e.strings)
		e.at[s] = i
		e.strings = append(e.strings, s)
	}
	e.number(i)
}

func (e *factEncoder) texts(list []string) {
	e.number(len(list))
	for _, s := range list {
		e.text(s)
	}
}

func (e *factEncoder) flags(flags ...bool) {
	n := 0
	for i, f := range flags {
		if f {
			n |= 1 << i
		}
	}
	e.number(n)
}

type factDecoder struct {
	data    []byte
	strings []string
	failed  bool
}

// newFactDecoder decodes data that nobody changes any more: all strings are parts of it.
func newFactDecoder(data []byte) *factDecoder {
	d := &factDecoder{data: data}
	whole := unsafe.String(unsafe.SliceData(data), len(data))
	n := d.count(1)
	d.strings = make([]string, 0, n)
	for range n {
		size := d.count(1)
		at := len(whole) - len(d.data)
		if d.failed {
			break
		}
		d.strings = append(d.strings, whole[at:at+size])
		d.data = d.data[size:]
	}
	return d
}

func (d *factDecoder) number() int {
	n, size := binary.Uvarint(d.data)
	if size <= 0 || n > 1<<31 {
		d.failed, d.data = true, nil
		return 0
	}
	d.data = d.data[size:]
	return int(n)
}

// count is a number of things of which each takes so many bytes at least.
func (d *factDecoder) count(least int) int {
	n := d.number()
	if n > len(d.data)/least {
		d.failed, d.data = true, nil
		return 0
	}
	return n
}

// raw is bytes with their number before them.
func (d *factDecoder) raw() []byte {
	n := d.count(1)
	out := d.data[:n]
	d.data = d.data[n:]
	return out
}

func (d *factDecoder) text() string {
	i := d.number()
	if i >= len(d.strings) {
		d.failed, d.data = true, nil
		return ""
	}
	return d.strings[i]
}

func (d *factDecoder) texts() []string {
	n := d.count(1)
	if n == 0 {
		return nil
	}
	out := make([]string, 0, n)
	for range n {
		out = append(out, d.text())
	}
	return out
}
