#include "validator/calls.hpp"
#include "validator/tests/argument.hpp"
#include "validator/utf8.hpp"

#include <algorithm>

namespace validator {
namespace {

// A failure of each call, and of as many kinds as a host can bring about without the network.
void with_each_failure(trial& t, const std::function<void(call&, const std::string&)>& made) {
    scene in{t};
    for (auto& each : good_calls(in)) {
        for (auto& argument : each.arguments) {
            if (argument.required && argument.how != passing::output && argument.how != passing::handle)
                with_value(argument.at, nullptr, [&] { made(each, argument.name + " null"); });
            if (argument.how != passing::input) continue;
            auto* const head = argument.as<std::uint32_t>();
            with_value(head[0], 8, [&] { made(each, argument.name + "->struct_size 8"); });
            with_value(head[1], head[1] | 1u << 31, [&] { made(each, "an unknown critical flag"); });
        }
        for (const auto& which : each.texts) {
            const std::string bad(which.limit + 1, '\xff');
            const bool fails = which.how != reading::courtesy && each.arguments[which.argument].how == passing::input;
            if (fails) with_value(each.text(which), idp::str(bad), [&] { made(each, "a bad " + which.name); });
        }
        for (const auto& which : each.lists) {
            const auto good = each.list(which);
            with_value(each.list(which), {good.items, good.count, 1}, [&] { made(each, "a bad " + which.name); });
            if (each.name == "handle_callback") with_value(each.list(which), {}, [&] { made(each, "no transaction"); });
        }
    }
}

bool is_word(std::string_view text) {
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

// What an error's text says, if it is one.
template <std::size_t N>
std::string_view text_in(const char (&field)[N], const std::string& name, const std::string& of) {
    const auto* const end = std::find(field, field + N, '\0');
    expect(end != field + N, of + " left " + name + " without a NUL at its end");
    const std::string_view text{field, static_cast<std::size_t>(end - field)};
    expect(is_utf8(text), of + " wrote something that is not UTF-8 into " + name);
    return text;
}

}  // namespace

void error_texts(trial& t) {
    bool one_line = true;
    with_each_failure(t, [&](call& failing, const std::string& what) {
        const auto said = failing.run();
        const auto of = failing.with(what);
        if (said.status >= 0) return failing.give_back();  // which is another test's business
        if (!failing.has_error) return;
        const auto& err = said.error;
        expect(err.status == said.status,
               of + " returned " + name_of(said.status) + " and wrote " + name_of(err.status) + " into err->status");
        expect(err.audience >= IDP_FOR_USER && err.audience <= IDP_FOR_DEVELOPER,
               of + " wrote no IDP_FOR_* into err->audience");
        expect(err.http_status >= 400 && err.http_status <= 599,
               of + " wrote " + std::to_string(err.http_status) +
                   " into err->http_status, which is no status of an error page");
        expect(is_word(text_in(err.reason, "reason", of)), of + " wrote no lower-case word into err->reason");
        text_in(err.upstream, "upstream", of);
        const auto shown = text_in(err.public_text, "public_text", of), detail = text_in(err.detail, "detail", of);
        expect(!shown.empty(), of + " left err->public_text empty: the person would see nothing");
        expect(!detail.empty(), of + " left err->detail empty: whoever mends it would know nothing");
        for (const auto text : {shown, detail})
            one_line &= std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; });
    });
    if (!one_line) t.warn("an error text has a line break or a control character");
}

void failure_is_zero(trial& t) {
    with_each_failure(t, [&](call& failing, const std::string& what) {
        auto* const result = failing.result();
        const auto filled = [&](argument& of) {
            std::fill(of.value.begin() + sizeof(std::uint32_t), of.value.end(), '\x5A');
            return of.value;
        };
        if (!result) return;
        const auto before = filled(*result);
        const auto said = failing.run();
        const auto of = failing.with(what);
        if (said.status >= 0) return failing.give_back();
        expect(std::equal(before.begin(), before.begin() + sizeof(std::uint32_t), result->as<char>()),
               of + " changed the struct_size of its result");
        expect(is_zero(*result), of + " failed, and its result is not zero: a careless host would read it");
    });
}

}  // namespace validator
