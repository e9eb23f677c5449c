// SPDX-License-Identifier: Apache-2.0

package idpplugin

// #include "bridge.h"
import "C"

import (
	"runtime/cgo"
	"time"
)

// StepState is IDP_STEP_*.
type StepState uint32

// The states of idp_plugin.h.
const (
	StepRunning StepState = C.IDP_STEP_RUNNING
	StepPassed  StepState = C.IDP_STEP_PASSED
	StepFailed  StepState = C.IDP_STEP_FAILED
	StepSkipped StepState = C.IDP_STEP_SKIPPED
)

// SelfTestStep is idp_self_test_step. Remedy says, of a failed step, whose problem it is and what to do.
type SelfTestStep struct {
	ID, Text, Remedy string
	State            StepState
	Duration         time.Duration
}

// SelfTest is idp.self-test/1, "test the connection", for a person who presses a button. It passes if no step failed; the
// steps are those that have ended, in their order.
func (i *Instance) SelfTest(timeout time.Duration, locale string) (passed bool, steps []SelfTestStep, err error) {
	run, err := i.provider.extension(C.IDP_SELF_TEST_V1, C.IDP_SELF_TEST_V1_MINOR_0)
	if err != nil {
		return false, nil, err
	}
	if err := i.enter(); err != nil {
		return false, nil, err
	}
	defer i.inside.Done()
	var lent borrowed
	defer lent.free()
	language := lent.text(locale)
	handle := cgo.NewHandle(&steps)
	defer handle.Delete()
	failure := newError()
	status := C.bridge_self_test(run, i.self, C.uint32_t(timeout.Milliseconds()), &language, C.uintptr_t(handle), &failure)
	if status != C.IDP_NO {
		err = errorOf(status, &failure)
	}
	return status == C.IDP_OK, steps, err
}

//export idpGoStep
func idpGoStep(handle C.uintptr_t, step *C.idp_self_test_step) {
	if StepState(step.state) == StepRunning {
		return
	}
	steps := cgo.Handle(handle).Value().(*[]SelfTestStep)
	*steps = append(*steps, SelfTestStep{text(step.id), text(step.text), text(step.remedy), StepState(step.state),
		time.Duration(step.duration_ms) * time.Millisecond})
}
