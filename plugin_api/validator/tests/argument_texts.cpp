#include "validator/calls.hpp"
#include "validator/tests/argument.hpp"

#include <functional>

namespace validator {
namespace {

// What a call may answer to a string that is wrong in itself.
bool is_right(reading how, const outcome& said) {
    switch (how) {
        case reading::text:
        case reading::bytes: return said.status == IDP_E_INVALID;
        case reading::config: return said.status == IDP_E_INVALID || said.status == IDP_E_CONFIG;
        case reading::brought: return said.status == IDP_E_REJECTED;
        case reading::courtesy: return said.status >= 0;
        case reading::sealed:
            return said.status == IDP_E_INVALID || said.status == IDP_E_RESTART || said.status == IDP_E_REJECTED;
    }
    return false;
}

const char* rule_of(reading how) {
    switch (how) {
        case reading::text:
        case reading::bytes: return "IDP_E_INVALID";
        case reading::config: return "IDP_E_INVALID or IDP_E_CONFIG";
        case reading::brought: return "IDP_E_REJECTED, since a browser sent it";
        case reading::courtesy: return "to take it for empty, since a browser sent it";
        case reading::sealed: return "IDP_E_INVALID, IDP_E_RESTART or IDP_E_REJECTED";
    }
    return "";
}

// The text of a configuration that nobody could use is for config-check an answer and no failure.
bool is_answer_of_check(const call& of, const text_field& which, const outcome& said) {
    return which.how == reading::config && of.arguments[which.argument].how == passing::text && said.status == IDP_OK;
}

void expect_rule(call& with, const text_field& which, const std::string& what) {
    const auto said = with.run();
    const bool right = is_right(which.how, said) || is_answer_of_check(with, which, said);
    expect(right, with.with(what) + " answered " + said.story() + "; the contract says " + rule_of(which.how));
    if (said.status >= 0) with.give_back();
}

using spoil = std::function<void(call&, const text_field&)>;

// Each string of each call. Those that are accepted though they are bad belong to calls that may be made again.
void with_each_text(trial& t, const spoil& each) {
    scene in{t};
    for (auto& with : good_calls(in))
        for (const auto& which : with.texts)
            each(with, which);
}

// The one string that a host passes and the header sets no limit for.
void expect_name_not_read(scene& in, const guarded& word) {
    for (auto& with : good_calls(in)) {
        if (with.name != "idp.bind-ticket/1 issue") continue;
        with.arguments[1].as<idp_account>()->display_name = {word.data(), SIZE_MAX};
        if (with.run().ok()) with.give_back();
    }
}

// What the host wants back, or presents again, does not end at a NUL.
void expect_bytes_whole(scene& in) {
    const begin_options bound{.context = {"next=\0/home", 11}, .purpose = "bind", .binding = {"user\0001", 6}};
    auto other = bound, another = bound;
    other.binding.back() = '2';
    another.binding = "somebody else";
    journey from;
    idp::owned<idp_grant> grant;
    const auto begun = in.plugin->begin(from, bound);
    expect(begun.ok(), "build_authorize_url with a NUL in context and binding answered " + begun.story());
    const bool compared = !in.plugin->come_back(from, grant, another).ok();
    const auto mismatch = in.plugin->come_back(from, grant, other);
    expect(!compared || mismatch.status == IDP_E_REJECTED,
           "handle_callback with a binding that differs behind a NUL answered " + mismatch.story() +
               " instead of IDP_E_REJECTED");
    const auto back = in.plugin->come_back(from, grant, bound);
    expect(back.ok() && idp::view(grant->context) == bound.context,
           "handle_callback answered " + back.story() + ", or lost what stands behind a NUL in context");
}

}  // namespace

void length_without_pointer(trial& t) {
    with_each_text(t, [](call& with, const text_field& which) {
        // Whether the host or its browser is to blame is nobody's business here: it must not be read.
        with_value(with.text(which), {nullptr, 5}, [&] {
            const auto said = with.run();
            const bool browser = which.how == reading::brought || which.how == reading::courtesy;
            const bool right = said.status == IDP_E_INVALID || is_right(which.how, said) ||
                               (browser && said.status < 0) || is_answer_of_check(with, which, said);
            expect(right, with.with(which.name + " of length 5 without a pointer") + " answered " + said.story());
            if (said.status >= 0) with.give_back();
        });
    });
}

void huge_length(trial& t) {
    const guarded word{std::string_view{"word"}};
    with_each_text(t, [&](call& with, const text_field& which) {
        for (const std::size_t length : {SIZE_MAX, SIZE_MAX / 2 + 1, std::size_t{1} << 32, std::size_t{UINT32_MAX}})
            with_value(with.text(which), {word.data(), length},
                       [&] { expect_rule(with, which, which.name + " of " + std::to_string(length) + " bytes"); });
    });
    scene in{t};
    expect_name_not_read(in, word);
}

void bad_utf8(trial& t) {
    // A lone continuation, a byte that never occurs, one that is longer than need be, half a pair, beyond Unicode, cut.
    constexpr std::string_view bad[] = {"a\x80", "\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xbc"};
    with_each_text(t, [&](call& with, const text_field& which) {
        if (which.how == reading::bytes) return;
        const std::string good{idp::view(with.text(which))};
        for (const auto ending : bad)
            with_value(with.text(which), idp::str(with.keep(good + std::string{ending})),
                       [&] { expect_rule(with, which, which.name + " that is not UTF-8"); });
    });
}

void embedded_nul(trial& t) {
    scene in{t};
    const std::string_view nul{"\0x", 2};
    for (auto& with : good_calls(in))
        for (const auto& which : with.texts) {
            const std::string good{idp::view(with.text(which))};
            if (which.how == reading::courtesy || which.how == reading::bytes || which.name == "query") continue;
            if (with.name == "handle_callback" && which.how == reading::text) continue;  // is only compared
            if (which.name == "issuer" || which.name == "subject") continue;             // of whoever it is then
            with_value(with.text(which), idp::str(with.keep(good + std::string{nul})), [&] {
                const auto said = with.run();
                expect(said.status < 0 || is_answer_of_check(with, which, said),
                       with.with("a NUL and more after a good " + which.name) + " was accepted");
                if (said.status >= 0) with.give_back();
            });
        }
    expect_bytes_whole(in);
}

namespace {

// One that is as long as it may be.
std::string longest(const text_field& which) {
    const std::string start = which.name == "redirect_uri" ? "https://host.example/" : "";
    return start + std::string(which.limit - start.size(), 'a');
}

// What is only as long as its limit is refused for what it is, if at all.
void expect_limit_reached(call& with, const text_field& which) {
    const auto text = longest(which);
    with_value(with.text(which), idp::str(text), [&] {
        const auto said = with.run();
        const auto what = with.with(which.name + " of " + std::to_string(which.limit) + " bytes");
        expect(said.status == IDP_OK || said.reason() != "too_long",
               what + " answered " + said.story() + ", but may have that length");
        const bool any = which.how == reading::bytes || which.how == reading::courtesy;
        const bool good =
            any || which.name == "instance_id" || (which.name == "redirect_uri" && with.name == "build_authorize_url");
        const bool compared = with.name == "handle_callback" || with.name == "idp.bind-ticket/1 redeem";
        expect(said.status >= 0 || !good || compared,
               what + " answered " + said.story() + ", but may have that length");
        if (said.status >= 0) with.give_back();
    });
}

void expect_query_limit(scene& in) {
    auto with = good_call(in, "handle_callback");
    auto& query = with.text(with.texts.front());
    std::string padded{idp::view(query)};
    padded += "&padding=";
    padded.resize(IDP_MAX_QUERY, 'x');
    query = idp::str(padded);
    const auto said = with.run();
    expect(said.ok() || said.status == IDP_E_REJECTED,
           with.with("a query of 16384 bytes") + " answered " + said.story());
    if (!said.ok()) in.of.warn("a callback with an unknown parameter, 16384 bytes in all, is refused");
    if (said.ok()) with.give_back();
}

void expect_timeout_limit(scene& in) {
    auto with = good_call(in, "resolve_account");
    auto& timeout = with.arguments[1].as<idp_resolve_request>()->timeout_ms;
    timeout = IDP_MAX_TIMEOUT_MS + 1;
    expect_refusal(with, "timeout_ms 30001", IDP_E_INVALID);
    timeout = IDP_MAX_TIMEOUT_MS;
    const auto said = with.run();
    expect(said.ok(), with.with("timeout_ms 30000") + " answered " + said.story());
    with.give_back();
}

}  // namespace

void too_long(trial& t) {
    with_each_text(t, [](call& with, const text_field& which) {
        expect_limit_reached(with, which);
        with_value(with.text(which), idp::str(with.keep(longest(which) + "a")),
                   [&] { expect_rule(with, which, which.name + " of " + std::to_string(which.limit + 1) + " bytes"); });
    });
    scene in{t};
    expect_query_limit(in);
    expect_timeout_limit(in);
}

}  // namespace validator
