// SPDX-License-Identifier: Apache-2.0

package idpplugin

// #include "bridge.h"
// #include <stdlib.h>
import "C"

import "unsafe"

// borrowed is C memory that a provider borrows for one call: a request must not point into Go's memory.
type borrowed struct {
	blocks []unsafe.Pointer
}

func (b *borrowed) bytes(value []byte) C.idp_str {
	if len(value) == 0 {
		return C.idp_str{}
	}
	block := C.CBytes(value)
	b.blocks = append(b.blocks, block)
	return C.idp_str{ptr: (*C.char)(block), len: C.size_t(len(value))}
}

func (b *borrowed) text(value string) C.idp_str { return b.bytes([]byte(value)) }

func (b *borrowed) list(values [][]byte) C.idp_list {
	if len(values) == 0 {
		return C.idp_list{}
	}
	block := C.malloc(C.size_t(len(values)) * C.sizeof_idp_str)
	b.blocks = append(b.blocks, block)
	items := unsafe.Slice((*C.idp_str)(block), len(values))
	for i, each := range values {
		items[i] = b.bytes(each)
	}
	return C.idp_list{items: block, count: C.uint32_t(len(values)), stride: C.sizeof_idp_str}
}

func (b *borrowed) free() {
	for _, each := range b.blocks {
		C.free(each)
	}
}

func text(value C.idp_str) string { return string(bytes(value)) }

// bytes copies: what a result or an argument points to is on loan.
func bytes(value C.idp_str) []byte {
	return C.GoBytes(unsafe.Pointer(value.ptr), C.int(value.len))
}
