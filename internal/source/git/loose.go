package git

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/klauspost/compress/zlib"
)

// readLoose reads a blob that is stored in a file of its own. Any failure is
// errMissing: git may know better.
func readLoose(dirs []string, id string, limit int64, buffer func(int) []byte) ([]byte, error) {
	h := hex.EncodeToString([]byte(id))
	for _, dir := range dirs {
		name := filepath.Join(dir, h[:2], h[2:])
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		b, err := inflateLoose(name, limit, buffer)
		if err == nil || errors.Is(err, errTooLarge) {
			return b, err
		}
	}
	return nil, errMissing
}

// inflateLoose reads "blob SIZE NUL" and the content.
func inflateLoose(name string, limit int64, buffer func(int) []byte) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := zlib.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	header := make([]byte, 0, 32)
	var one [1]byte
	for len(header) < cap(header) {
		if _, err := io.ReadFull(z, one[:]); err != nil {
			return nil, err
		}
		if one[0] == 0 {
			break
		}
		header = append(header, one[0])
	}
	digits, ok := bytes.CutPrefix(header, []byte("blob "))
	size, err := strconv.ParseInt(string(digits), 10, 64)
	if !ok || err != nil || size < 0 {
		return nil, fmt.Errorf("loose object %s: not a blob", name)
	}
	if size > limit {
		return nil, errTooLarge
	}
	b := buffer(int(size))
	if _, err := io.ReadFull(z, b); err != nil {
		return nil, err
	}
	if n, err := z.Read(one[:]); n != 0 || !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("loose object %s: it does not end where its header says", name)
	}
	return b, nil
}
