// SPDX-License-Identifier: Apache-2.0

package idpplugin

// #include "bridge.h"
import "C"

import (
	"fmt"
	"log"
	"runtime/cgo"
	"time"
	"unsafe"
)

// Host is what a host offers to a provider. Its functions run on goroutines that are calling an instance, and must not call
// into one. What they panic with is logged, and ends nothing.
type Host struct {
	Log   func(LogRecord)  // nil: to package log, from LevelInfo
	Now   func() time.Time // nil: time.Now
	Store Store            // nil: none
}

// LogRecord is idp_log_record. Time is when it happened; it may be delivered later.
type LogRecord struct {
	Level Level
	Text  string
	OpID  uint64
	Time  time.Time
}

// Level is IDP_LOG_*.
type Level int32

// The levels of idp_plugin.h. The last two say that one side broke the contract.
const (
	LevelTrace            Level = C.IDP_LOG_TRACE
	LevelDebug            Level = C.IDP_LOG_DEBUG
	LevelInfo             Level = C.IDP_LOG_INFO
	LevelWarning          Level = C.IDP_LOG_WARNING
	LevelError            Level = C.IDP_LOG_ERROR
	LevelHostMisbehaved   Level = C.IDP_LOG_HOST_MISBEHAVED
	LevelPluginMisbehaved Level = C.IDP_LOG_PLUGIN_MISBEHAVED
)

// Store is idp.host.kv/1: a small store with expiry that all processes and nodes of the deployment share. One that fails
// makes no login fail.
type Store interface {
	// Get is false if key is absent or expired.
	Get(key string) (value []byte, found bool, err error)
	Put(key string, value []byte, ttl time.Duration) error
	// PutIfAbsent is true for exactly one of several callers.
	PutIfAbsent(key string, value []byte, ttl time.Duration) (mine bool, err error)
}

func (h *Host) log(record LogRecord) {
	if h.Log != nil {
		h.Log(record)
	} else if record.Level >= LevelInfo {
		log.Print(record.Text)
	}
}

// contain is deferred by every function that C calls: a panic must not unwind into the provider.
func (h *Host) contain() {
	if why := recover(); why != nil {
		log.Printf("a function of the host panicked: %v", why)
	}
}

func hostOf(handle C.uintptr_t) *Host { return cgo.Handle(handle).Value().(*Host) }

//export idpGoLog
func idpGoLog(handle C.uintptr_t, record *C.idp_log_record) {
	host := hostOf(handle)
	defer host.contain()
	host.log(LogRecord{Level(record.level), text(record.text), uint64(record.op_id), time.UnixMilli(int64(record.time_ms))})
}

//export idpGoWallClockMs
func idpGoWallClockMs(handle C.uintptr_t) C.uint64_t {
	host := hostOf(handle)
	defer host.contain()
	if host.Now != nil {
		return C.uint64_t(host.Now().UnixMilli())
	}
	return C.uint64_t(time.Now().UnixMilli())
}

//export idpGoExtension
func idpGoExtension(handle C.uintptr_t, id *C.char) unsafe.Pointer {
	if hostOf(handle).Store != nil && C.GoString(id) == C.IDP_HOST_KV_V1 {
		return C.bridge_kv()
	}
	return nil
}

// store runs use, which says yes or no, and survives what it panics with.
func (h *Host) store(use func(Store) (bool, error)) (status C.idp_status) {
	status = C.IDP_E_INTERNAL
	defer h.contain()
	yes, err := use(h.Store)
	if err != nil {
		h.log(LogRecord{Level: LevelError, Text: fmt.Sprintf("the store failed: %v", err), Time: time.Now()})
		return status
	}
	if !yes {
		return C.IDP_NO
	}
	return C.IDP_OK
}

//export idpGoGet
func idpGoGet(handle C.uintptr_t, key C.idp_str, sink, user unsafe.Pointer) C.idp_status {
	return hostOf(handle).store(func(store Store) (bool, error) {
		value, found, err := store.Get(text(key))
		if err != nil || !found {
			return false, err
		}
		var start unsafe.Pointer
		if len(value) > 0 {
			start = unsafe.Pointer(&value[0])
		}
		C.bridge_give(sink, user, start, C.size_t(len(value)))
		return true, nil
	})
}

//export idpGoPut
func idpGoPut(handle C.uintptr_t, key, value C.idp_str, ttlMs C.uint32_t) C.idp_status {
	return hostOf(handle).store(func(store Store) (bool, error) {
		return true, store.Put(text(key), bytes(value), time.Duration(ttlMs)*time.Millisecond)
	})
}

//export idpGoPutIfAbsent
func idpGoPutIfAbsent(handle C.uintptr_t, key, value C.idp_str, ttlMs C.uint32_t) C.idp_status {
	return hostOf(handle).store(func(store Store) (bool, error) {
		return store.PutIfAbsent(text(key), bytes(value), time.Duration(ttlMs)*time.Millisecond)
	})
}
