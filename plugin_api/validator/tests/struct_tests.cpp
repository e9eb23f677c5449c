#include "validator/calls.hpp"
#include "validator/tests/sections.hpp"

#include <array>
#include <random>
#include <thread>

// Sizes and flags, as hosts of older and newer minors have them; ids of extensions.
namespace validator {
namespace {

struct extension_shape {
    const char* id;
    std::size_t size;
};

constexpr extension_shape extensions[] = {
    {IDP_ASYNC_V1, sizeof(idp_async_v1)},           {IDP_CONFIG_CHECK_V1, sizeof(idp_config_check_v1)},
    {IDP_SELF_TEST_V1, sizeof(idp_self_test_v1)},   {IDP_BIND_TICKET_V1, sizeof(idp_bind_ticket_v1)},
    {IDP_LOGIN_PAGE_V1, sizeof(idp_login_page_v1)}, {IDP_HTTP_ROUTES_V1, sizeof(idp_http_routes_v1)},
};

// Every struct of the contract begins so.
struct head {
    std::uint32_t struct_size, flags;
};

void expect_no_extension(trial& t, const std::string& id) {
    expect(
        t.table().get_extension(id.c_str()) == nullptr,
        "get_extension(\"" + id.substr(0, 40) + "\") gave a table; an id that is not the provider's is answered null");
}

void unknown_extension_null(trial& t) {
    expect_no_extension(t, "org.example.no-such-extension/1");
    expect_no_extension(t, "idp.host.kv/1");  // of hosts
    std::mt19937_64 random{t.seed};
    for (unsigned i = 0; i < t.rounds; ++i) {
        std::string id(random() % 60, '\0');
        for (auto& c : id)
            c = static_cast<char>(random() % 255 + 1);
        expect_no_extension(t, "org.example." + id);
    }
}

void id_with_trailing_garbage(trial& t) {
    expect_no_extension(t, "");
    expect_no_extension(t, std::string(65536, 'a'));
    for (const auto& each : extensions) {
        const std::string id{each.id}, stem = id.substr(0, id.size() - 1);
        for (const auto& other : {id + "x", id + " ", " " + id, id + "/", id + "\n", stem, stem + "01", stem + "1.0",
                                  stem.substr(0, stem.size() - 1), id + std::string(65536, 'x')})
            expect_no_extension(t, other);
        std::string shouted = id;
        for (auto& c : shouted)
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        expect_no_extension(t, shouted);
    }
}

void extension_shapes(trial& t) {
    for (const auto& each : extensions) {
        const auto* const table = t.extension<head>(each.id);
        if (!table) continue;
        const std::string id{each.id};
        expect(table->struct_size >= each.size,
               "the table of " + id + " is shorter than that of minor 0: " + std::to_string(table->struct_size) +
                   " bytes of " + std::to_string(each.size));
        expect((table->flags & IDP_FLAGS_CRITICAL) == 0,
               "the table of " + id + " has a critical flag that hosts of minor 0 do not know");
        const auto* const functions = reinterpret_cast<void* const*>(table + 1);
        for (std::size_t i = 0; i < (each.size - sizeof(head)) / sizeof(void*); ++i)
            expect(functions[i] != nullptr, "a function in the table of " + id + " is null");
        const head* again = nullptr;
        std::thread{[&] { again = t.extension<head>(each.id); }}.join();
        expect(again == table, "get_extension(\"" + id + "\") gave another table on another thread; it is static");
    }
}

// Accepted with all of its structs at the size of minor 0, at the end of the mapped memory.
void accept_smallest(call& with) {
    std::vector<guarded> places;
    for (auto& each : with.arguments)
        if (each.is_struct())
            each.at = places.emplace_back(std::string_view{each.value.data(), each.value.size()}).data();
    const auto said = with.run();
    expect(said.status >= 0, with.with("structs of minor 0") + " answered " + said.story());
    with.give_back();
    for (auto& each : with.arguments)
        if (each.is_struct()) each.at = each.value.data();
}

// Bytes that the callee must not have written: beyond those that the caller claims to have.
void refuse_size(call& with, argument& which, std::uint32_t size) {
    const guarded place{std::max<std::size_t>((size + 7u) / 8 * 8, 8)};
    std::memset(place.data(), 0xA5, place.size());
    std::memcpy(place.data(), which.value.data(), size);
    std::memcpy(place.data(), &size, sizeof size);
    which.at = place.data();
    const auto claimed = std::max<std::size_t>(size, sizeof size);
    const std::string beyond{place.bytes().substr(claimed)};
    const auto what = which.name + "->struct_size = " + std::to_string(size) + " (minor 0 has " +
                      std::to_string(which.value.size()) + ")";
    expect_refusal(with, what, IDP_E_INVALID, "struct_size");
    expect(place.bytes().substr(claimed) == beyond, with.with(what) + " wrote beyond that size");
    expect(std::memcmp(place.data(), &size, sizeof size) == 0, with.with(what) + " changed struct_size");
    which.at = which.value.data();
}

void small_structs(trial& t) {
    scene in{t};
    std::mt19937_64 random{t.seed};
    for (auto& each : good_calls(in)) {
        for (auto& argument : each.arguments) {
            if (!argument.is_struct()) continue;
            const auto size = static_cast<std::uint32_t>(argument.value.size());
            for (const auto smaller : {0u, 4u, 8u, size - 1, static_cast<std::uint32_t>(random() % size)})
                refuse_size(each, argument, smaller);
        }
        accept_smallest(each);
    }
}

// A struct of the fictional minor 99: what minor 0 knows, and a tail that means something to nobody here.
guarded from_the_future(const argument& known, std::mt19937_64& random) {
    guarded out{known.value.size() + 8 + random() % 64 * 8};
    for (auto& byte : std::span{out.data(), out.size()})
        byte = static_cast<char>(random());
    std::memcpy(out.data(), known.value.data(), known.value.size());
    const auto size = static_cast<std::uint32_t>(out.size());
    std::memcpy(out.data(), &size, sizeof size);
    return out;
}

void expect_untouched(const call& of, const argument& which, const guarded& place, const std::string& before) {
    const auto known = which.how == passing::input ? 0 : which.value.size();
    expect(place.bytes().substr(0, 4) == before.substr(0, 4), of.name + " changed " + which.name + "->struct_size");
    expect(place.bytes().substr(known) == before.substr(known),
           which.how == passing::input ? of.name + " changed its argument " + which.name
                                       : of.name + " wrote into " + which.name +
                                             " beyond the fields that it knows, where a newer host has its own");
}

void accept_larger(call& with, std::mt19937_64& random) {
    std::vector<std::pair<argument*, guarded>> places;
    std::vector<std::string> before;
    for (auto& each : with.arguments) {
        if (!each.is_struct()) continue;
        places.emplace_back(&each, from_the_future(each, random));
        each.at = places.back().second.data();
        if (each.name == "host") each.as<idp_host_v1>()->abi_minor = 99;
        before.emplace_back(places.back().second.bytes());
    }
    const auto said = with.run();
    expect(said.status >= 0, with.with("structs of a later minor") + " answered " + said.story() +
                                 "; it ignores the bytes that it does not know");
    for (std::size_t i = 0; i < places.size(); ++i)
        expect_untouched(with, *places[i].first, places[i].second, before[i]);
    with.give_back();
    for (auto& [each, place] : places)
        each->at = each->value.data();
}

void large_structs(trial& t) {
    scene in{t};
    std::mt19937_64 random{t.seed};
    for (auto& each : good_calls(in))
        accept_larger(each, random);
}

void critical_flag(trial& t) {
    scene in{t};
    for (auto& each : good_calls(in)) {
        for (auto& argument : each.arguments) {
            if (argument.how != passing::input) continue;
            auto& flags = argument.as<head>()->flags;
            const auto what = " set in " + argument.name + "->flags";
            with_value(flags, flags | 1u << 31, [&] {
                expect_refusal(each, "the unknown critical bit 31" + what, IDP_E_UNSUPPORTED, "critical_flag");
            });
            flags |= 1u << 15;
        }
        const auto said = each.run();
        expect(said.status >= 0, each.with("the unknown optional bit 15 set in the flags") + " answered " +
                                     said.story() + "; it ignores the bit");
        each.give_back();
    }
}

// The error of a refused call, in memory that ends after size bytes; the struct claims to have all of them.
void fill_error(call& refused, std::uint32_t size) {
    const guarded place{std::max<std::size_t>((size + 3u) / 4 * 4, 4)};
    std::memset(place.data(), 0xA5, place.size());
    std::memcpy(place.data(), &size, sizeof size);
    auto* const err = reinterpret_cast<idp_error*>(place.data());
    const auto status = refused.run(err).status;
    const auto what = refused.with("err->struct_size = " + std::to_string(size));
    expect(status == IDP_E_INVALID, what + " answered " + name_of(status) + " to a request without redirect_uri");
    expect(std::memcmp(place.data(), &size, sizeof size) == 0, what + " changed err->struct_size");
    const auto known = std::min<std::size_t>(std::max<std::size_t>(size, 4), sizeof(idp_error));
    expect(place.bytes().substr(known).find_first_not_of('\xA5') == std::string_view::npos,
           what + " wrote beyond what the caller has, or beyond what it knows");
    if (size >= sizeof(idp_error)) expect(err->status == status, what + " did not fill err");
}

void idp_error_sizes(trial& t) {
    scene in{t};
    auto refused = good_call(in, "build_authorize_url");
    refused.text(refused.texts.front()) = {};
    for (std::uint32_t size = 0; size < sizeof(idp_error) + 64; size += size < 48 ? 1 : 4)
        fill_error(refused, size);
    fill_error(refused, sizeof(idp_error));
    fill_error(refused, 65536);
}

constexpr std::array tests{
    contract_test{"unknown-extension-null", "An id that the provider does not know is answered null.", "R7",
                  needs::nothing, unknown_extension_null},
    contract_test{"id-with-trailing-garbage", "Ids of extensions are compared whole: as bytes, up to their end.", "R7",
                  needs::nothing, id_with_trailing_garbage},
    contract_test{
        "extension-shape",
        "A table of an extension is complete, static, and asks for nothing that hosts of minor 0 do not know.", "R4 R7",
        needs::nothing, extension_shapes},
    contract_test{"small-structs",
                  "Structs of minor 0 are enough; a shorter one is refused and not written beyond its end.",
                  "R4 R5 R29", needs::instance, small_structs},
    contract_test{"large-structs", "Bytes beyond those of minor 0 are neither read nor written.", "R4 R5 R6 R29",
                  needs::instance, large_structs},
    contract_test{"critical-flag", "An unknown critical flag is refused, an unknown optional one ignored.", "R6",
                  needs::instance, critical_flag},
    contract_test{"idp-error-sizes", "An error is written as far as the caller has room.", "R4 R16", needs::instance,
                  idp_error_sizes},
};

}  // namespace

section struct_tests() { return tests; }

}  // namespace validator
