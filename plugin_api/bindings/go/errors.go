// SPDX-License-Identifier: Apache-2.0

package idpplugin

// #include "bridge.h"
import "C"

import (
	"fmt"
	"time"
)

// Status is idp_status: 0 is done, more is "no", less is a failure.
type Status int32

// The codes of idp_plugin.h.
const (
	No           Status = C.IDP_NO
	OK           Status = C.IDP_OK
	Invalid      Status = C.IDP_E_INVALID
	Config       Status = C.IDP_E_CONFIG
	Deadline     Status = C.IDP_E_DEADLINE
	Cancelled    Status = C.IDP_E_CANCELLED
	Network      Status = C.IDP_E_NETWORK
	Upstream     Status = C.IDP_E_UPSTREAM
	Denied       Status = C.IDP_E_DENIED
	Restart      Status = C.IDP_E_RESTART
	Replayed     Status = C.IDP_E_REPLAYED
	Busy         Status = C.IDP_E_BUSY
	Unsupported  Status = C.IDP_E_UNSUPPORTED
	WrongProcess Status = C.IDP_E_WRONG_PROCESS
	Internal     Status = C.IDP_E_INTERNAL
	Rejected     Status = C.IDP_E_REJECTED
)

// Audience is who can do something about an error.
type Audience uint32

// The audiences of idp_plugin.h.
const (
	ForUser      Audience = C.IDP_FOR_USER
	ForAdmin     Audience = C.IDP_FOR_ADMIN
	ForOperator  Audience = C.IDP_FOR_OPERATOR
	ForDeveloper Audience = C.IDP_FOR_DEVELOPER
)

// Error is idp_error: a call that was refused or failed. PublicText may be shown to the person who logs in; Detail is for
// operators. Neither holds a secret.
type Error struct {
	Status       Status
	Audience     Audience
	RetryAfter   time.Duration
	HTTPStatus   int
	UpstreamCode int
	Reason       string
	Upstream     string
	PublicText   string
	Detail       string

	cause error // of the context that ended the call
}

func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Reason, e.Detail) }

// Unwrap gives context.Canceled or context.DeadlineExceeded, if that was why.
func (e *Error) Unwrap() error { return e.cause }

func newError() C.idp_error { return C.idp_error{struct_size: C.sizeof_idp_error} }

// Fails closed: whatever is not OK is a refusal, even a code that nobody knows yet.
func errorOf(status C.idp_status, err *C.idp_error) error {
	if status == C.IDP_OK {
		return nil
	}
	known := Status(status)
	if known < Rejected {
		known = Internal
	} else if known > No {
		known = No
	}
	return &Error{
		Status: known, Audience: Audience(err.audience), RetryAfter: time.Duration(err.retry_after_ms) * time.Millisecond,
		HTTPStatus: int(err.http_status), UpstreamCode: int(err.upstream_code), Reason: C.GoString(&err.reason[0]),
		Upstream: C.GoString(&err.upstream[0]), PublicText: C.GoString(&err.public_text[0]),
		Detail: C.GoString(&err.detail[0])}
}
