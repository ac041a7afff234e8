//go:build unix

package pack

import (
	"fmt"
	"os"
	"syscall"
)

// mapFile maps a whole file for reading. Git replaces pack files but never
// writes into them, so a mapping stays valid after the file is unlinked.
func mapFile(f *os.File) ([]byte, func(), error) {
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	size := info.Size()
	if size == 0 || !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%w: empty or not a regular file", ErrCorrupt)
	}
	if int64(int(size)) != size {
		return nil, nil, fmt.Errorf("file of %d bytes is too large to map", size)
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_PRIVATE)
	if err != nil {
		return nil, nil, err
	}
	return data, func() { _ = syscall.Munmap(data) }, nil
}
