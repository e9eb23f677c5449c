#include "validator/calls.hpp"

#include <algorithm>

namespace validator {

idp_list call::keep_list(const std::vector<std::string>& of) {
    auto& items = string_lists.emplace_back();
    for (const auto& text : of)
        items.push_back(idp::str(keep(text)));
    return {items.data(), static_cast<std::uint32_t>(items.size()), sizeof(idp_str)};
}

idp_str& call::text(const text_field& which) const {
    return *reinterpret_cast<idp_str*>(arguments[which.argument].as<char>() + which.offset);
}

idp_list& call::list(const list_field& which) const {
    return *reinterpret_cast<idp_list*>(arguments[which.argument].as<char>() + which.offset);
}

argument* call::result() {
    const auto found =
        std::find_if(arguments.begin(), arguments.end(), [](const auto& each) { return each.how == passing::output; });
    return found == arguments.end() ? nullptr : &*found;
}

outcome call::run() {
    outcome out;
    if (has_error) std::memset(out.error.detail, 0x5A, sizeof out.error.detail);  // callees terminate what they fill
    out.status = run(&out.error).status;
    return out;
}

outcome call::run(idp_error* err) {
    outcome out;
    {
        const attentive_host::visit inside{*host};
        out.status = function(arguments, err);
    }
    returned();
    finish(out);
    return out;
}

void call::give_back() {
    if (auto* const of = result()) {
        auto& owner = *reinterpret_cast<idp_owned*>(of->as<char>() + offsetof(idp_grant, owner));
        if (owner.release) owner.release(&owner);
        std::memset(of->as<char>() + sizeof(std::uint32_t), 0, of->value.size() - sizeof(std::uint32_t));
    }
    destroy(arguments);
}

call good_call(scene& in, std::string_view name) {
    auto all = good_calls(in);
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
    if (found == all.end()) throw skipped{"the provider has no " + std::string{name}};
    return std::move(*found);
}

void expect_refusal(call& spoiled, const std::string& what, idp_status status, std::string_view reason) {
    const auto said = spoiled.run();
    const bool right = said.status == status && (reason.empty() || !spoiled.has_error || said.reason() == reason);
    std::string wanted = name_of(status);
    if (!reason.empty()) wanted += " \"" + std::string{reason} + '"';
    expect(right, spoiled.with(what) + " answered " + said.story() + "; the contract says " + wanted);
}

bool is_zero(const argument& result) {
    const auto* const begin = result.as<char>();
    return std::all_of(begin + sizeof(std::uint32_t), begin + result.value.size(), [](char byte) { return byte == 0; });
}

}  // namespace validator
