//go:build !unix

package pack

import (
	"io"
	"os"
)

// mapFile reads the whole file where mapping is not available.
func mapFile(f *os.File) ([]byte, func(), error) {
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, nil, err
	}
	return data, func() {}, nil
}
