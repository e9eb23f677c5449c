#include "validator/calls.hpp"
#include "validator/tests/argument.hpp"
#include "validator/tests/sections.hpp"

#include <array>

// What careless hosts pass.
namespace validator {
namespace {

void null_arguments(trial& t) {
    scene in{t};
    expect(t.table().destroy(nullptr) == IDP_OK, "destroy(null) has to be IDP_OK");
    for (auto& each : good_calls(in)) {
        for (auto& argument : each.arguments)
            if (argument.required)
                with_value(argument.at, nullptr, [&] { expect_refusal(each, argument.name + " null", IDP_E_INVALID); });
        for (auto& argument : each.arguments)
            if (!argument.required) argument.at = nullptr;
        const auto said = each.run();
        expect(said.status >= 0, each.with("the arguments that may be null being so") + " answered " + said.story());
        each.give_back();
    }
}

void null_error_ok(trial& t) {
    scene in{t};
    for (auto& each : good_calls(in)) {
        if (!each.has_error) continue;
        with_value(each.arguments.front().at, nullptr, [&] {
            const auto status = each.run(nullptr).status;
            // The first of config-check is its text, of create its host: all are required.
            expect(status == IDP_E_INVALID, each.with("err and the first argument null") + " answered " +
                                                name_of(status) + " instead of IDP_E_INVALID");
        });
        const auto status = each.run(nullptr).status;
        expect(status >= 0, each.with("err null") + " answered " + name_of(status));
        each.give_back();
    }
}

constexpr std::array tests{
    contract_test{"null-arguments", "A null pointer where one is required is IDP_E_INVALID; destroy of null is IDP_OK.",
                  "R15 R16", needs::instance, null_arguments},
    contract_test{"null-error-ok", "err may be null.", "R16", needs::instance, null_error_ok},
    contract_test{"length-without-pointer", "A string with a length and no pointer is not read.", "R10",
                  needs::instance, length_without_pointer},
    contract_test{"huge-length", "A string that is longer than its limit is refused before it is read.", "R10",
                  needs::instance, huge_length},
    contract_test{"embedded-nul", "A NUL is a byte like others: nothing ends there.", "R10", needs::instance,
                  embedded_nul},
    contract_test{"bad-utf8", "Text that is not UTF-8 is refused; what a browser sent is rejected, or counts as empty.",
                  "R10", needs::instance, bad_utf8},
    contract_test{"too-long", "Each limit of the header may be reached, and not be passed.", "R10", needs::instance,
                  too_long},
    contract_test{"list-misuse",
                  "A list with a bad stride, count or pointer is refused, one of larger elements is read.", "R11",
                  needs::instance, list_misuse},
    contract_test{"instance-id-rule", "An instance id is 1 to 128 of [A-Za-z0-9._:/-].", "R10", needs::instance,
                  instance_id_rule},
    contract_test{"seal-key-rule", "A seal key has 32 to 64 bytes, and there are at most four.", "R10", needs::instance,
                  seal_key_rule},
    contract_test{"redirect-uri-rule", "A redirect URI is an absolute http or https URL.", "R10", needs::instance,
                  redirect_uri_rule},
    contract_test{"bad-config", "A wrong configuration is refused with the name of its field, as config-check says.",
                  "R17", needs::instance, bad_config},
    contract_test{"error-texts", "An error says what happened in all of its fields.", "R16 R17", needs::instance,
                  error_texts},
    contract_test{"failure-is-zero", "A call that fails leaves nothing but zero in its result.", "R18 R29",
                  needs::instance, failure_is_zero},
};

}  // namespace

section argument_tests() { return tests; }

}  // namespace validator
