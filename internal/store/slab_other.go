//go:build !linux

package store

import "unsafe"

// adviseLarge does nothing: only Linux takes such advice.
func adviseLarge(unsafe.Pointer, uintptr) {}
