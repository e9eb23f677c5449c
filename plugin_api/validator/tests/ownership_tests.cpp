#include "validator/calls.hpp"
#include "validator/tests/sections.hpp"

#include <array>
#include <cerrno>
#include <thread>

// What is borrowed, what is given away, and when it is given back.
namespace validator {
namespace {

// Arguments that nobody can read any more once the call has returned: the structs, their strings, their lists.
class loan {
public:
    explicit loan(call& to) {
        for (auto& each : to.arguments)
            if ((each.how == passing::input && each.name != "host") || each.how == passing::text)
                each.at = place({each.value.data(), each.value.size()});
        for (const auto& each : to.texts)
            lend(to.text(each));
        for (const auto& each : to.lists) {
            auto& list = to.list(each);
            auto* const items =
                reinterpret_cast<idp_str*>(place({static_cast<const char*>(list.items), list.count * sizeof(idp_str)}));
            list.items = items;
            for (auto& item : std::span{items, list.count})
                lend(item);
        }
        to.returned = [this] {
            for (auto& each : places_)
                each.close();
        };
    }
    loan(const loan&) = delete;

private:
    char* place(std::string_view bytes) { return places_.emplace_back(bytes).data(); }
    void lend(idp_str& text) {
        if (text.len > 0) text.ptr = place(idp::view(text));
    }

    std::deque<guarded> places_;
};

void must_succeed(call& with) {
    const auto said = with.run();
    expect(said.status >= 0, with.name + " answered " + said.story());
}

void borrowed_poison(trial& t) {
    scene in{t};
    std::deque<loan> loans;  // closed, not given back: nothing else may come to be there
    for (int round = 0; round < 2; ++round)
        for (auto& each : good_calls(in)) {
            loans.emplace_back(each);
            must_succeed(each);
            each.give_back();
        }
    // And one after the other: what a login began with is gone when it goes on.
    auto callback = good_call(in, "handle_callback"), resolve = good_call(in, "resolve_account");
    loans.emplace_back(callback);
    must_succeed(callback);
    for (const auto& each : resolve.texts)
        if (each.name == "grant_token") resolve.text(each) = callback.result()->as<idp_grant>()->token;
    loans.emplace_back(resolve);
    must_succeed(resolve);
    resolve.give_back();
    callback.give_back();
    in.plugin->must_log_in();
}

void config_not_kept(trial& t) {
    scene in{t};
    auto create = good_call(in, "create");
    const loan of_all_arguments{create};
    must_succeed(create);
    auto* const made = *create.arguments[2].as<idp_instance*>();
    for (auto& each : good_calls(in)) {
        if (each.arguments.front().name != "self") continue;
        each.arguments.front().at = made;
        must_succeed(each);
        each.give_back();
    }
    create.give_back();
}

void release_once_any_thread(trial& t) {
    scene in{t};
    auto calls = good_calls(in);
    for (auto& each : calls)
        must_succeed(each);
    std::thread{[&] {
        for (auto& each : calls)
            if (each.result()) each.give_back();
    }}.join();
    for (auto& each : calls)
        each.destroy(each.arguments);
    in.plugin->must_log_in();
}

// A result at another place, and nothing but garbage where it was.
void move_away(argument& result, std::vector<char>& to) {
    to.assign(result.as<char>(), result.as<char>() + result.value.size());
    std::memset(result.at, 0x5A, result.value.size());
    result.at = to.data();
}

void moved_result(trial& t) {
    scene in{t};
    for (auto& each : good_calls(in)) {
        must_succeed(each);
        std::vector<char> elsewhere;
        if (auto* const result = each.result()) move_away(*result, elsewhere);
        each.give_back();
    }
    in.plugin->must_log_in();
}

// All that a result points to. The strings are the structs' last members, and lists of strings.
std::string contents(const call& of, const argument& result) {
    std::string out;
    const auto say = [&](auto... texts) { ((out += std::string{idp::view(texts)} + '\n'), ...); };
    if (of.name == "build_authorize_url") {
        const auto& r = *result.as<idp_authorize_result>();
        say(r.location, r.transaction, r.mode);
    } else if (of.name == "handle_callback") {
        const auto& r = *result.as<idp_grant>();
        say(r.context, r.purpose, r.mode, r.token);
    } else if (of.name == "resolve_account" || of.name == "idp.bind-ticket/1 redeem") {
        const auto& r = *result.as<idp_account>();
        say(r.issuer, r.subject, r.display_name, r.email, r.phone, r.avatar_url, r.claims_json);
    } else if (of.name == "idp.bind-ticket/1 issue") {
        say(result.as<idp_bind_ticket>()->ticket);
    } else if (of.name == "idp.login-page/1 options") {
        for (const auto& o : idp::elements<idp_login_option>(result.as<idp_login_options>()->options))
            say(o.mode, o.label, o.icon_media_type, o.icon, o.panel_json, o.csp_script, o.csp_frame, o.csp_form_action);
    } else if (of.name == "idp.http-routes/1 routes") {
        for (const auto& r : idp::elements<idp_http_route>(result.as<idp_http_routes>()->routes))
            say(r.method, r.path, r.media_type, r.body);
    }
    return out;
}

void results_outlive_others(trial& t) {
    scene in{t};
    auto calls = good_calls(in);
    std::vector<std::string> before;
    for (auto& each : calls) {
        must_succeed(each);
        before.push_back(each.result() ? contents(each, *each.result()) : "");
    }
    for (unsigned i = 0; i < std::min(t.rounds, 20u); ++i)
        for (auto& other : good_calls(in)) {
            if (other.name == "idp.self-test/1 run") continue;
            must_succeed(other);
            other.give_back();
        }
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const bool same = !calls[i].result() || contents(calls[i], *calls[i].result()) == before[i];
        expect(same, "a result of " + calls[i].name + " changed while other calls ran; it lives until its release");
        calls[i].give_back();
    }
}

void errno_preserved(trial& t) {
    scene in{t};
    for (int round = 0; round < 2; ++round)
        for (auto& each : good_calls(in)) {
            constexpr int before = ERANGE;
            int after = 0;
            each.function = [&, made = std::move(each.function)](const auto& with, idp_error* err) {
                errno = before;
                const auto status = made(with, err);
                after = errno;
                return status;
            };
            must_succeed(each);
            expect(after == before,
                   each.name + " changed errno from " + std::to_string(before) + " to " + std::to_string(after));
            each.give_back();
        }
}

constexpr std::array tests{
    contract_test{"borrowed-poison", "What a call was passed is not looked at once it has returned.", "R12",
                  needs::instance, borrowed_poison},
    contract_test{"config-not-kept", "An instance has copies of its id, its configuration and its keys.", "R12",
                  needs::instance, config_not_kept},
    contract_test{"release-once-any-thread", "A result can be released on any thread.", "R13 R14", needs::instance,
                  release_once_any_thread},
    contract_test{"moved-result", "A result can be moved byte by byte, and be released where it is then.", "R13",
                  needs::instance, moved_result},
    contract_test{"results-outlive-others", "What a result points to stays as it is until its release.", "R13",
                  needs::instance, results_outlive_others},
    contract_test{"errno-preserved", "A call leaves errno as it was.", "R23", needs::instance, errno_preserved},
};

}  // namespace

section ownership_tests() { return tests; }

}  // namespace validator
