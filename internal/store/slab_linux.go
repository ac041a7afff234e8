package store

import (
	"syscall"
	"unsafe"
)

// largePage is the size of a large page on the platforms that have them.
const largePage = 2 << 20

// adviseLarge asks for large pages inside a range of memory that has not been
// written to. It is advice: nothing depends on whether it is taken.
func adviseLarge(start unsafe.Pointer, bytes uintptr) {
	skip := -uintptr(start) % largePage
	if skip+largePage > bytes {
		return
	}
	_ = syscall.Madvise(unsafe.Slice((*byte)(unsafe.Add(start, skip)), (bytes-skip)/largePage*largePage), syscall.MADV_HUGEPAGE)
}
