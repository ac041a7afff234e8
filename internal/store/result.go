package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// A result is kept as one row of bytes: the format, the SHA-256 of its key, a
// block with the data as its only column, and the CRC-32C of the name and of
// all that. The sum covers the name so that a row under another name, which a
// damaged index can show, is not taken for this one; the key is kept as its
// hash, as it can be long and is only compared.

// resultFormat is the version of that layout.
const resultFormat = 1

// The bounds of results, so that the index stays small. An engine drops the
// results saved longest ago until the rest keeps to them.
const (
	MaxResult     = 4 << 20  // bytes of one result
	MaxResults    = 64       // results of a repository
	MaxResultSum  = 32 << 20 // bytes of all of them as they are kept
	MaxResultName = 255      // bytes of a name
	// MaxStoredResult bounds the bytes that EncodeResult returns.
	MaxStoredResult = MaxResult + 128
)

// CheckResultName reports an error if no result can have the name.
func CheckResultName(name string) error {
	if name == "" || len(name) > MaxResultName {
		return fmt.Errorf("%q cannot name a result", name)
	}
	return nil
}

// EncodeResult returns a result in the form in which an engine keeps it.
func EncodeResult(name, key string, data []byte) ([]byte, error) {
	if err := CheckResultName(name); err != nil {
		return nil, err
	}
	if len(data) > MaxResult {
		return nil, fmt.Errorf("%w: %s has %d bytes, of at most %d", ErrLarge, name, len(data), MaxResult)
	}
	return sealResult(name, resultBody(key, data)), nil
}

func resultBody(key string, data []byte) []byte {
	hash := sha256.Sum256([]byte(key))
	return newPacker().block(append([]byte{resultFormat}, hash[:]...), column(data))
}

func sealResult(name string, body []byte) []byte {
	return binary.LittleEndian.AppendUint32(body, resultSum(name, body))
}

func resultSum(name string, body []byte) uint32 {
	return crc32.Update(crc32.Checksum([]byte(name), castagnoli), castagnoli, body)
}

// DecodeResult is the inverse of EncodeResult. The error is ErrNone if the
// result was saved under another key or by a version with another layout, and
// ErrDamaged if these are not the bytes that were saved under the name. An
// empty result is nil. What is returned is no part of what is stored.
func DecodeResult(name, key string, stored []byte) ([]byte, error) {
	if len(stored) < 1+4 || len(stored) > MaxStoredResult {
		return nil, damaged("a result has an impossible size")
	}
	body := stored[:len(stored)-4]
	if resultSum(name, body) != binary.LittleEndian.Uint32(stored[len(body):]) {
		return nil, damaged("a result does not match its checksum")
	}
	if body[0] != resultFormat {
		return nil, ErrNone
	}
	hash := sha256.Sum256([]byte(key))
	switch body = body[1:]; {
	case len(body) < len(hash):
		return nil, damaged("a result ends early")
	case [sha256.Size]byte(body) != hash:
		return nil, ErrNone
	}
	blocks, err := splitBlocks(body[len(hash):], 1)
	if err != nil {
		return nil, err
	}
	if blocks[0].raw > MaxResult+4 { // a column of MaxResult bytes, with its length
		return nil, damaged("a result has an impossible size")
	}
	z := newUnpacker(1)
	defer z.Close()
	var data reader
	if err := blocks[0].unpack(z, &data); err != nil {
		return nil, err
	}
	if blocks[0].method == blockStored {
		return bytes.Clone(data.b), nil
	}
	return data.b, nil
}
