//go:build unix

package sitter

import "syscall"

// reserve gives addresses for size bytes, all zero, or nil.
func reserve(size int) []byte {
	all, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
	if err != nil {
		return nil
	}
	return all
}

// release gives back what reserve gave.
func release(all []byte) {
	if all != nil {
		_ = syscall.Munmap(all) // it fails for what is no mapping alone
	}
}
