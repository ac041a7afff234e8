package fact

import "bytes"

// Input is a file that a person named, or a record of theirs, read whole.
type Input struct {
	// Name is as the person gave it; of a record its path.
	Name string
	Data []byte
}

// At is the line and the column, in bytes, of an offset in the file; both from 1.
func (in *Input) At(offset int64) (line, column int) {
	before := in.Data[:min(max(offset, 0), int64(len(in.Data)))]
	return bytes.Count(before, []byte{'\n'}) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}

// FrontMatter finds the lines between two of three hyphens at the beginning of a text:
// they are text[start:end], and what follows begins at body. Of a text without them,
// body is where it begins, behind a byte order mark.
func FrontMatter(text []byte) (start, end, body int, ok bool) {
	body = len(text) - len(bytes.TrimPrefix(text, []byte("\ufeff")))
	first, rest := cutLine(text[body:])
	if string(bytes.TrimRight(first, " \t\r")) != "---" {
		return 0, 0, body, false
	}
	start = len(text) - len(rest)
	for len(rest) > 0 {
		at := len(text) - len(rest)
		var line []byte
		line, rest = cutLine(rest)
		if mark := string(bytes.TrimRight(line, " \t\r")); mark == "---" || mark == "..." {
			return start, at, len(text) - len(rest), true
		}
	}
	return 0, 0, body, false
}

func cutLine(text []byte) (line, rest []byte) {
	i := bytes.IndexByte(text, '\n')
	if i < 0 {
		return text, nil
	}
	return text[:i], text[i+1:]
}
