#pragma once

#include "validator/contract_test.hpp"

// The tests by what they are about; each section is a file or two of this folder.
namespace validator {

using section = std::span<const contract_test>;

section file_tests();        // what the linker made: symbols, flags, needs
section entry_tests();       // loading, the entry, the table
section descriptor_tests();  // what the provider says about itself, manifest and recipe
section struct_tests();      // sizes, flags, extension ids
section argument_tests();    // what a careless host passes
section ownership_tests();   // what is borrowed, what is given away, when it is released
section callback_tests();    // what browsers bring
section network_tests();     // what the provider's server does, and how long it takes
section async_tests();       // idp.async/1 and cancel
section store_tests();       // idp.host.kv/1, the wall clock
section secret_tests();      // what is shown to whom
section thread_tests();      // many threads, small stacks, signals
section fork_tests();        // children of the host's process
section process_tests();     // surroundings, other inhabitants of the process
section end_tests();         // destroy, exit, reload

}  // namespace validator
