#pragma once

#include "validator/guarded.hpp"
#include "validator/scene.hpp"

#include <deque>
#include <functional>
#include <string>
#include <vector>

namespace validator {

// What the callee of an argument may rely on.
enum class passing {
    opaque,  // an instance, a function
    input,   // a struct with struct_size and flags
    output,  // a result: a struct with struct_size, flags and owner
    text,    // an idp_str
    handle   // where create puts the instance
};

struct argument {
    std::string name;
    passing how;
    bool required;
    std::vector<char> value;  // of what it points to, as a careful host passes it
    void* at;                 // what is passed: value, until a test puts something else there

    bool is_struct() const { return how == passing::input || how == passing::output; }
    template <class T>
    T* as() const {
        return static_cast<T*>(at);
    }
};

// What a bad string is answered with.
enum class reading {
    text,      // not UTF-8, or too long: IDP_E_INVALID
    bytes,     // too long: IDP_E_INVALID
    config,    // IDP_E_CONFIG, or an issue
    brought,   // a browser sent it: IDP_E_REJECTED
    courtesy,  // a browser sent it: counts as empty
    sealed     // whatever says that it is not ours
};

struct text_field {
    std::string name;
    std::size_t argument, offset;
    std::size_t limit;
    reading how;
};

// A list of idp_str.
struct list_field {
    std::string name;
    std::size_t argument, offset;
    std::uint32_t limit;
};

// One call of the contract with arguments that are as they should be, which a test may spoil. A refused call can be
// made again; one that was accepted only where the contract says so. Lives at most as long as its scene.
struct call {
    explicit call(std::string its_name) : name{std::move(its_name)} {}
    call(call&&) = default;  // what points to its values still does

    std::string name;  // "handle_callback", "idp.bind-ticket/1 issue"
    std::vector<argument> arguments;
    std::vector<text_field> texts;
    std::vector<list_field> lists;
    std::function<idp_status(const std::vector<argument>&, idp_error*)> function;
    std::function<void()> returned = [] {};                  // told as soon as it has
    std::function<void(outcome&)> finish = [](outcome&) {};  // of a call that goes on afterwards
    std::function<void(const std::vector<argument>&)> destroy = [](const auto&) {};  // the new instance
    bool has_error = true;
    attentive_host* host = nullptr;
    std::deque<std::string> strings;
    std::deque<std::vector<idp_str>> string_lists;

    std::string_view keep(std::string text) { return strings.emplace_back(std::move(text)); }
    idp_list keep_list(const std::vector<std::string>& of);

    // The next parameter, as a careful host passes it.
    template <class T>
    void add(const char* parameter, passing how, const T& value, bool required = true) {
        const auto* const bytes = reinterpret_cast<const char*>(&value);
        argument made{parameter, how, required, {bytes, bytes + sizeof value}, nullptr};
        made.at = made.value.data();
        arguments.push_back(std::move(made));
    }
    void add_opaque(const char* parameter, void* what) {
        arguments.push_back({parameter, passing::opaque, true, {}, what});
    }
    void add_text(const char* parameter, std::string_view value, std::size_t limit, reading how, bool required = true) {
        add(parameter, passing::text, idp::str(value), required);
        texts.push_back({parameter, arguments.size() - 1, 0, limit, how});
    }

    idp_str& text(const text_field& which) const;
    idp_list& list(const list_field& which) const;
    argument* result();  // null if it has none

    // Makes the call. Afterwards accepted results are there, to be given back.
    outcome run();
    outcome run(idp_error* err);
    // Releases the results, and makes them ready to be filled again.
    void give_back();

    // "handle_callback with req null"
    std::string with(const std::string& what) const { return name + " with " + what; }
};

// Every function of the provider that takes an argument, its extensions' too, each with a good call of its own.
std::vector<call> good_calls(scene& in);
call good_call(scene& in, std::string_view name);

// The status that a spoiled call has to have; what is wrong with it goes into the violation.
void expect_refusal(call& spoiled, const std::string& what, idp_status status, std::string_view reason = {});

// Puts a value into a place as long as something is done.
template <class T, class F>
void with_value(T& place, const std::type_identity_t<T>& value, F&& f) {
    const T before = std::exchange(place, value);
    f();
    place = before;
}

// True if all of a result but its struct_size is zero.
bool is_zero(const argument& result);

}  // namespace validator
