// SPDX-License-Identifier: Apache-2.0

// Package idpplugin is for hosts in Go of providers of plugin_api/idp_plugin.h: people sign in with somebody else's account.
//
//	provider, err := idpplugin.Open("/usr/lib/idp/idp_wecom.so")
//	wecom, err := provider.Create("wecom", configJSON, [][]byte{key}, idpplugin.Host{})
//	defer wecom.Destroy()
//	begun, err := wecom.BuildAuthorizeURL(idpplugin.AuthorizeRequest{RedirectURI: callback, UserAgent: agent})
//	// 302 to begun.Location; begun.Transaction into an HttpOnly, SameSite=Lax cookie of this browser
//	grant, err := wecom.HandleCallback(idpplugin.CallbackRequest{
//		Query: query, Transactions: []string{transaction}, RedirectURI: callback})
//	account, err := wecom.ResolveAccount(ctx, idpplugin.ResolveRequest{GrantToken: grant.Token})
//	// (account.Issuer, account.Subject) is who this is; nothing else is. A refusal is an *idpplugin.Error:
//	// PublicText for the person, Detail for the log.
//
// Functions and fields are named as in idp_plugin.h, which says what they mean. Any goroutines may call an instance at once.
package idpplugin

/*
#cgo CFLAGS: -I${SRCDIR}/../..
#cgo LDFLAGS: -ldl
#include "bridge.h"
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"unsafe"
)

// LoadError says why a file is no usable provider, in a sentence for the person who put it there.
type LoadError string

func (e LoadError) Error() string { return string(e) }

// Provider is an opened library. It is never unmapped: there is nothing to close.
type Provider struct {
	table *C.idp_plugin_v1
}

// Descriptor is what a provider says of itself. ConfigSchema is the JSON Schema of its configuration.
type Descriptor struct {
	ID, Name, Vendor, Version, License, Description, Modes, ConfigSchema string
}

// Open opens an absolute path. It refuses a file that somebody other than root and this process's user could change.
func Open(file string) (*Provider, error) {
	if !filepath.IsAbs(file) {
		return nil, LoadError(file + ": not an absolute path")
	}
	before, err := trustedIdentity(file)
	if err != nil {
		return nil, err
	}
	path := C.CString(file)
	defer C.free(unsafe.Pointer(path))
	var why *C.char
	table := C.bridge_open(path, &why)
	if why != nil {
		return nil, LoadError("cannot be loaded: " + C.GoString(why))
	}
	if after, err := trustedIdentity(file); err != nil || after != before {
		return nil, LoadError(file + ": was replaced while it was loaded")
	}
	if table == nil {
		return nil, LoadError(file + ": no " + C.IDP_PLUGIN_ENTRY_V1 + ": not a provider of ABI major 1")
	}
	return negotiated(file, table)
}

// Descriptor copies what the provider says of itself.
func (p *Provider) Descriptor() Descriptor {
	d := p.table.descriptor
	return Descriptor{C.GoString(d.id), C.GoString(d.name), C.GoString(d.vendor), C.GoString(d.version),
		C.GoString(d.license), C.GoString(d.description), C.GoString(d.modes), C.GoString(d.config_schema)}
}

// ConfigIssue is something in a configuration that Create would refuse; Pointer is the JSON pointer of a field.
type ConfigIssue struct {
	Pointer, Code, Text string
}

// CheckConfig is idp.config-check/1: no instance, no network.
func (p *Provider) CheckConfig(configJSON, locale string) ([]ConfigIssue, error) {
	check, err := p.extension(C.IDP_CONFIG_CHECK_V1, C.IDP_CONFIG_CHECK_V1_MINOR_0)
	if err != nil {
		return nil, err
	}
	var lent borrowed
	defer lent.free()
	config, language := lent.text(configJSON), lent.text(locale)
	out := C.idp_config_issues{struct_size: C.sizeof_idp_config_issues}
	defer C.bridge_release(&out.owner)
	failure := newError()
	status := C.bridge_check_config(check, &config, &language, &out, &failure)
	if err := errorOf(status, &failure); err != nil {
		return nil, err
	}
	var issues []ConfigIssue
	for i := C.uint32_t(0); i < out.issues.count; i++ {
		// Elements may be longer than those of this header; no shorter ones exist in minor 0.
		each := (*C.idp_config_issue)(unsafe.Add(out.issues.items, i*out.issues.stride))
		issues = append(issues, ConfigIssue{text(each.pointer), text(each.code), text(each.text)})
	}
	return issues, nil
}

func (p *Provider) extension(id string, size C.uint32_t) (unsafe.Pointer, error) {
	name := C.CString(id)
	defer C.free(unsafe.Pointer(name))
	table := C.bridge_extension(p.table, name)
	if table == nil || *(*C.uint32_t)(table) < size {
		return nil, &Error{Status: Unsupported, Reason: "extension", Detail: "the provider has no " + id}
	}
	return table, nil
}

// Device and inode of a file that passes the trust check, made on the opened file.
func trustedIdentity(file string) ([2]uint64, error) {
	opened, err := os.Open(file)
	if err != nil {
		return [2]uint64{}, LoadError(err.Error())
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return [2]uint64{}, LoadError(file + ": not a regular file")
	}
	stat := info.Sys().(*syscall.Stat_t)
	if stat.Uid != 0 && int(stat.Uid) != os.Geteuid() {
		return [2]uint64{}, LoadError(file + ": owned by somebody else; chown it to root or to the user of this service")
	}
	if info.Mode().Perm()&0o022 != 0 {
		return [2]uint64{}, LoadError(file + ": writable by group or others; chmod go-w it")
	}
	return [2]uint64{uint64(stat.Dev), stat.Ino}, nil
}

func negotiated(file string, table *C.idp_plugin_v1) (*Provider, error) {
	if table.struct_size < C.IDP_PLUGIN_V1_MINOR_0 || table.descriptor == nil || table.create == nil ||
		table.destroy == nil || table.build_authorize_url == nil || table.prepare == nil || table.handle_callback == nil ||
		table.resolve_account == nil || table.cancel == nil || table.get_extension == nil {
		return nil, LoadError(file + ": its table is incomplete")
	}
	if table.flags&C.IDP_FLAGS_CRITICAL != 0 {
		return nil, LoadError(file + ": needs a feature this host does not know")
	}
	if table.min_host_minor > C.IDP_ABI_MINOR {
		return nil, LoadError(fmt.Sprintf("%s: needs host ABI 1.%d, this is 1.%d", file, table.min_host_minor, C.IDP_ABI_MINOR))
	}
	return &Provider{table}, nil
}
