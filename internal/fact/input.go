package fact

import "bytes"

// Input is a file that a person named, read whole.
type Input struct {
	// Name is as the person gave it.
	Name string
	Data []byte
}

// At is the line and the column, in bytes, of an offset in the file; both from 1.
func (in *Input) At(offset int64) (line, column int) {
	before := in.Data[:min(max(offset, 0), int64(len(in.Data)))]
	return bytes.Count(before, []byte{'\n'}) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}
