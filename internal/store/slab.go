package store

import "unsafe"

// slab makes a slice that is about to be filled. Most of the time that loading
// takes is the kernel's, which hands out memory page by page: for large slices
// it is asked for large pages.
func slab[T any](n int) []T {
	s := make([]T, n)
	if bytes := uintptr(n) * unsafe.Sizeof(*new(T)); bytes >= 4<<20 {
		adviseLarge(unsafe.Pointer(unsafe.SliceData(s)), bytes)
	}
	return s
}
