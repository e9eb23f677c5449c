// SPDX-License-Identifier: Apache-2.0

package idpplugin

/*
#include "bridge.h"
#include <stdlib.h>
*/
import "C"

import (
	"context"
	"runtime/cgo"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// Instance is one configuration of a provider, alive until Destroy.
type Instance struct {
	provider *Provider
	self     *C.idp_instance
	host     *C.idp_host_v1
	handle   cgo.Handle
	opID     atomic.Uint64

	mutex  sync.Mutex // of closed, and of inside growing
	closed bool
	inside sync.WaitGroup
	ending chan struct{}
}

// AuthorizeRequest is idp_authorize_request. Restarted: the host begins again by itself, after Restart.
type AuthorizeRequest struct {
	RedirectURI, Purpose, Mode, UserAgent, Locale string
	Context, Binding                              []byte
	Restarted                                     bool
}

// Authorization is idp_authorize_result: where to send the browser, and what it keeps in a cookie for Lifetime.
type Authorization struct {
	Location, Transaction, Mode string
	Lifetime                    time.Duration
}

// CallbackRequest is idp_callback_request: the query as it came, and all transactions that this browser brought.
type CallbackRequest struct {
	Query, RedirectURI, Purpose, Locale string
	Transactions                        []string
	Binding                             []byte
}

// Grant is idp_grant. The cookie with Transactions[TransactionIndex] has done its work.
type Grant struct {
	Context, Token   []byte
	Purpose, Mode    string
	TransactionIndex int
}

// ResolveRequest is idp_resolve_request.
type ResolveRequest struct {
	GrantToken []byte
	Locale     string
	AnyVerdict bool
}

// Account is idp_account. The key of a person is (Issuer, Subject), compared exactly; nothing else identifies anybody.
type Account struct {
	Issuer, Subject, DisplayName, Email, Phone, AvatarURL, ClaimsJSON string
	Verdict, Flags                                                    uint32
}

// Create makes an instance for one configuration, a JSON object. Without seal keys a provider uses its configuration's
// secret.
func (p *Provider) Create(instanceID, configJSON string, sealKeys [][]byte, host Host) (*Instance, error) {
	var lent borrowed
	defer lent.free()
	handle := cgo.NewHandle(&host)
	i := &Instance{provider: p, handle: handle, ending: make(chan struct{})}
	i.host = C.bridge_new_host(C.uintptr_t(handle))
	request := C.idp_create_request{struct_size: C.sizeof_idp_create_request, instance_id: lent.text(instanceID),
		config_json: lent.text(configJSON), seal_keys: lent.list(sealKeys)}
	failure := newError()
	status := C.bridge_create(p.table, i.host, &request, &i.self, &failure)
	if err := errorOf(status, &failure); err != nil {
		i.freeHost()
		return nil, err
	}
	return i, nil
}

// Destroy ends running calls of ResolveAccount with Cancelled, waits for all calls to leave, and gives everything back. It
// does nothing the second time. It must not be called from a function of the host.
func (i *Instance) Destroy() {
	i.mutex.Lock()
	was := i.closed
	i.closed = true
	i.mutex.Unlock()
	if was {
		return
	}
	close(i.ending)
	i.inside.Wait()
	C.bridge_destroy(i.provider.table, i.self)
	i.freeHost()
}

// BuildAuthorizeURL begins a login.
func (i *Instance) BuildAuthorizeURL(r AuthorizeRequest) (Authorization, error) {
	if err := i.enter(); err != nil {
		return Authorization{}, err
	}
	defer i.inside.Done()
	var lent borrowed
	defer lent.free()
	request := C.idp_authorize_request{struct_size: C.sizeof_idp_authorize_request,
		redirect_uri: lent.text(r.RedirectURI), context: lent.bytes(r.Context), purpose: lent.text(r.Purpose),
		binding: lent.bytes(r.Binding), mode: lent.text(r.Mode), user_agent: lent.text(r.UserAgent),
		locale: lent.text(r.Locale)}
	if r.Restarted {
		request.flags = C.IDP_AUTHORIZE_RESTARTED
	}
	out := C.idp_authorize_result{struct_size: C.sizeof_idp_authorize_result}
	defer C.bridge_release(&out.owner)
	failure := newError()
	status := C.bridge_build_authorize_url(i.provider.table, i.self, &request, &out, &failure)
	return Authorization{text(out.location), text(out.transaction), text(out.mode),
		time.Duration(out.lifetime_s) * time.Second}, errorOf(status, &failure)
}

// Prepare is a hint, after the redirect was sent: somebody is about to come back.
func (i *Instance) Prepare() {
	if i.enter() == nil {
		defer i.inside.Done()
		C.bridge_prepare(i.provider.table, i.self)
	}
}

// HandleCallback looks at the login that came back. No network.
func (i *Instance) HandleCallback(r CallbackRequest) (Grant, error) {
	if err := i.enter(); err != nil {
		return Grant{}, err
	}
	defer i.inside.Done()
	var lent borrowed
	defer lent.free()
	var transactions [][]byte
	for _, each := range r.Transactions {
		transactions = append(transactions, []byte(each))
	}
	request := C.idp_callback_request{struct_size: C.sizeof_idp_callback_request, query: lent.text(r.Query),
		transactions: lent.list(transactions), redirect_uri: lent.text(r.RedirectURI), purpose: lent.text(r.Purpose),
		binding: lent.bytes(r.Binding), locale: lent.text(r.Locale)}
	out := C.idp_grant{struct_size: C.sizeof_idp_grant}
	defer C.bridge_release(&out.owner)
	failure := newError()
	status := C.bridge_handle_callback(i.provider.table, i.self, &request, &out, &failure)
	return Grant{bytes(out.context), bytes(out.token), text(out.purpose), text(out.mode), int(out.transaction_index)},
		errorOf(status, &failure)
}

// ResolveAccount asks the provider who this is. It waits for the network, until ctx ends at the latest.
func (i *Instance) ResolveAccount(ctx context.Context, r ResolveRequest) (Account, error) {
	if err := i.enter(); err != nil {
		return Account{}, err
	}
	defer i.inside.Done()
	var lent borrowed
	defer lent.free()
	request := C.idp_resolve_request{struct_size: C.sizeof_idp_resolve_request, op_id: C.uint64_t(i.opID.Add(1)),
		timeout_ms: timeoutOf(ctx), grant_token: lent.bytes(r.GrantToken), locale: lent.text(r.Locale)}
	if r.AnyVerdict {
		request.flags = C.IDP_RESOLVE_ANY_VERDICT
	}
	left, watched := make(chan struct{}), make(chan struct{})
	go i.cancelWhenOver(ctx, request.op_id, left, watched)
	out := C.idp_account{struct_size: C.sizeof_idp_account}
	defer C.bridge_release(&out.owner)
	failure := newError()
	status := C.bridge_resolve_account(i.provider.table, i.self, &request, &out, &failure)
	close(left)
	<-watched
	return accountOf(ctx, status, &out, &failure)
}

func accountOf(ctx context.Context, status C.idp_status, out *C.idp_account, failure *C.idp_error) (Account, error) {
	if err := errorOf(status, failure); err != nil {
		if status == C.IDP_E_CANCELLED || status == C.IDP_E_DEADLINE {
			err.(*Error).cause = ctx.Err()
		}
		return Account{}, err
	}
	if out.issuer.len == 0 || out.subject.len == 0 {
		return Account{}, &Error{Status: Internal, Reason: "bug", Detail: "an account without issuer or subject"}
	}
	return Account{text(out.issuer), text(out.subject), text(out.display_name), text(out.email), text(out.phone),
		text(out.avatar_url), text(out.claims_json), uint32(out.verdict), uint32(out.flags)}, nil
}

// cancelWhenOver cancels again and again: an operation that has not begun yet is unknown, and nothing is remembered.
func (i *Instance) cancelWhenOver(ctx context.Context, opID C.uint64_t, left <-chan struct{}, watched chan<- struct{}) {
	defer close(watched)
	select {
	case <-left:
		return
	case <-ctx.Done():
	case <-i.ending:
	}
	for again := time.NewTicker(10 * time.Millisecond); ; {
		C.bridge_cancel(i.provider.table, i.self, opID)
		select {
		case <-left:
			again.Stop()
			return
		case <-again.C:
		}
	}
}

// Of a context without a deadline: as configured.
func timeoutOf(ctx context.Context) C.uint32_t {
	deadline, has := ctx.Deadline()
	if !has {
		return 0
	}
	left := time.Until(deadline).Milliseconds()
	if left < 1 {
		return 1
	}
	if left > C.IDP_MAX_TIMEOUT_MS {
		return C.IDP_MAX_TIMEOUT_MS
	}
	return C.uint32_t(left)
}

func (i *Instance) enter() error {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if i.closed {
		return &Error{Status: Invalid, Audience: ForDeveloper, Reason: "closed", Detail: "the instance has been destroyed"}
	}
	i.inside.Add(1)
	return nil
}

func (i *Instance) freeHost() {
	C.free(unsafe.Pointer(i.host))
	i.handle.Delete()
}
