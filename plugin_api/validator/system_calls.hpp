#pragma once

#include <string>

namespace validator {

// From here on this thread, and what it starts, is ended at a system call that changes something that others could
// see, after the call's number was written to the descriptor `tell`, to which writing stays allowed. False if this
// system cannot watch. There is no way back: for a child.
bool forbid_changes(int tell);
// After that, the same for any system call but exit. Sanitizers may still keep their books.
bool forbid_everything();

// What was written to `tell`, as a name: "socket"; "number 999" for an unusual one.
std::string system_call_named(const std::string& number);

}  // namespace validator
