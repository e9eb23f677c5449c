// Any provider: sizes, flags, null pointers, and results that fail closed.

#include "login.hpp"
#include "support/catch.hpp"

#include <array>
#include <cstring>
#include <thread>

using abi_test::login;
using abi_test::sized;

namespace {

struct shape : login {
    shape() : login{abi_test::provider_file(), abi_test::provider_config()} {}
    idp_error err = idp::make_error();

    idp_status build(const idp_authorize_request& request, idp_authorize_result* out) {
        return table().build_authorize_url(self(), &request, out, &err);
    }
};

// A struct followed by bytes that belong to somebody else; its size says that they belong to it.
template <class T>
struct from_the_future {
    T value = sized<T>();
    std::array<unsigned char, 64> tail;

    explicit from_the_future(T known = sized<T>()) : value{known} {
        value.struct_size = sizeof value + tail.size();
        tail.fill(0xA5);
    }
    bool tail_is_untouched() const {
        return std::all_of(tail.begin(), tail.end(), [](unsigned char byte) { return byte == 0xA5; });
    }
};

template <class T>
T garbage() {
    T value;
    std::memset(static_cast<void*>(&value), 0x5A, sizeof value);
    value.struct_size = sizeof value;
    return value;
}

template <class T>
bool is_zero(const T& value) {
    const T zero = sized<T>();
    return std::memcmp(&value, &zero, sizeof value) == 0;
}

// Calls each of the three functions of a login with a request that was changed.
template <class Change>
std::array<idp_status, 3> with_each_request(shape& of, Change change) {
    auto authorize = of.authorize_request();
    auto callback = sized<idp_callback_request>();
    auto resolve = sized<idp_resolve_request>();
    change(authorize), change(callback), change(resolve);
    idp::owned<idp_authorize_result> url;
    idp::owned<idp_grant> grant;
    idp::owned<idp_account> account;
    return {of.build(authorize, url.out()), of.table().handle_callback(of.self(), &callback, grant.out(), &of.err),
            of.table().resolve_account(of.self(), &resolve, account.out(), &of.err)};
}

}  // namespace

TEST_CASE_METHOD(shape, "a request that is too short is refused", "[shape]") {
    const auto said = with_each_request(*this, [](auto& request) { --request.struct_size; });
    CHECK(said == std::array<idp_status, 3>{IDP_E_INVALID, IDP_E_INVALID, IDP_E_INVALID});
    CHECK(err.reason == std::string{"struct_size"});
}

TEST_CASE_METHOD(shape, "a host table that is too short is refused", "[shape]") {
    auto shorter = host.table;
    --shorter.struct_size;
    const auto config = abi_test::provider_config();
    auto request = sized<idp_create_request>();
    request.instance_id = idp::str("test/2");
    request.config_json = idp::str(config);
    idp_instance* made = nullptr;
    CHECK(table().create(&shorter, &request, &made, &err) == IDP_E_INVALID);
    CHECK(err.reason == std::string{"struct_size"});
}

TEST_CASE_METHOD(shape, "an unknown critical flag is refused and an unknown optional one ignored", "[shape]") {
    const auto said = with_each_request(*this, [](auto& request) { request.flags = 1u << 31; });
    CHECK(said == std::array<idp_status, 3>{IDP_E_UNSUPPORTED, IDP_E_UNSUPPORTED, IDP_E_UNSUPPORTED});
    CHECK(err.reason == std::string{"critical_flag"});

    auto request = authorize_request();
    request.flags = 1u << 15;
    idp::owned<idp_authorize_result> result;
    CHECK(build(request, result.out()) == IDP_OK);
}

TEST_CASE_METHOD(shape, "structs of a later minor are read and filled as far as they are known", "[shape]") {
    const from_the_future request{authorize_request()};
    from_the_future<idp_authorize_result> result;
    REQUIRE(build(request.value, &result.value) == IDP_OK);
    CHECK(result.tail_is_untouched());
    CHECK(result.value.struct_size == sizeof result);
    result.value.owner.release(&result.value.owner);
}

TEST_CASE_METHOD(shape, "a result that is too short is refused", "[shape]") {
    auto result = sized<idp_authorize_result>();
    --result.struct_size;
    CHECK(build(authorize_request(), &result) == IDP_E_INVALID);
    CHECK(err.reason == std::string{"struct_size"});
}

TEST_CASE_METHOD(shape, "a failure leaves nothing but zero in its result", "[shape]") {
    auto bad = authorize_request();
    bad.mode = idp::str("no_such_mode");
    auto no_url = garbage<idp_authorize_result>();
    CHECK(build(bad, &no_url) == IDP_E_UNSUPPORTED);
    CHECK(is_zero(no_url));

    const auto callback = sized<idp_callback_request>();
    auto no_grant = garbage<idp_grant>();
    CHECK(table().handle_callback(self(), &callback, &no_grant, &err) == IDP_E_RESTART);
    CHECK(is_zero(no_grant));

    const auto resolve = sized<idp_resolve_request>();
    auto no_account = garbage<idp_account>();
    CHECK(table().resolve_account(self(), &resolve, &no_account, &err) < 0);
    CHECK(is_zero(no_account));
}

TEST_CASE_METHOD(shape, "an error is complete, and may be null or short", "[shape]") {
    auto bad = authorize_request();
    bad.redirect_uri = {};
    idp::owned<idp_authorize_result> result;
    CHECK(table().build_authorize_url(self(), &bad, result.out(), nullptr) == IDP_E_INVALID);

    REQUIRE(build(bad, result.out()) == IDP_E_INVALID);
    CHECK(err.status == IDP_E_INVALID);
    CHECK(err.audience == IDP_FOR_DEVELOPER);
    CHECK(err.http_status >= 400);
    CHECK(std::strlen(err.public_text) > 0);
    CHECK(std::strlen(err.detail) > 0);

    idp_error cut = garbage<idp_error>();
    cut.struct_size = offsetof(idp_error, reason);
    CHECK(table().build_authorize_url(self(), &bad, result.out(), &cut) == IDP_E_INVALID);
    CHECK(cut.status == IDP_E_INVALID);
    CHECK(cut.reason[0] == 0x5A);
}

TEST_CASE_METHOD(shape, "null where something is required is the caller's fault", "[shape]") {
    const auto request = authorize_request();
    idp::owned<idp_authorize_result> result;
    CHECK(table().build_authorize_url(nullptr, &request, result.out(), &err) == IDP_E_INVALID);
    CHECK(table().build_authorize_url(self(), nullptr, result.out(), &err) == IDP_E_INVALID);
    CHECK(table().build_authorize_url(self(), &request, nullptr, &err) == IDP_E_INVALID);
    CHECK(table().create(nullptr, nullptr, nullptr, &err) == IDP_E_INVALID);
    CHECK(table().prepare(nullptr) == IDP_E_INVALID);
    CHECK(table().cancel(nullptr, 1) == IDP_E_INVALID);
    CHECK(table().destroy(nullptr) == IDP_OK);
}

TEST_CASE_METHOD(shape, "bytes beyond their limit are the caller's fault", "[shape]") {
    const std::pair<idp_str idp_authorize_request::*, int> limits[] = {
        {&idp_authorize_request::redirect_uri, IDP_MAX_REDIRECT_URI},
        {&idp_authorize_request::context, IDP_MAX_CONTEXT},
        {&idp_authorize_request::purpose, IDP_MAX_PURPOSE},
        {&idp_authorize_request::binding, IDP_MAX_BINDING},
        {&idp_authorize_request::mode, IDP_MAX_MODE},
    };
    for (const auto& [field, limit] : limits) {
        CAPTURE(limit, field == &idp_authorize_request::purpose);
        const std::string long_text(static_cast<std::size_t>(limit) + 1, 'a');
        auto request = authorize_request();
        request.*field = idp::str(long_text);
        idp::owned<idp_authorize_result> result;
        CHECK(build(request, result.out()) == IDP_E_INVALID);
        CHECK(err.reason == std::string{"too_long"});
    }
}

TEST_CASE_METHOD(shape, "a purpose has its letters, and a bind its binding", "[shape]") {
    idp::owned<idp_authorize_result> result;
    purpose = "Log in";
    CHECK(build(authorize_request(), result.out()) == IDP_E_INVALID);
    purpose = "bind";
    CHECK(build(authorize_request(), result.out()) == IDP_E_INVALID);
    binding = "user 1, session 2";
    CHECK(build(authorize_request(), result.out()) == IDP_OK);
}

TEST_CASE_METHOD(shape, "a redirect URI is an absolute http(s) URL", "[shape]") {
    redirect_uri = GENERATE(as<std::string>{}, "", "/callback", "ftp://host.example/", "javascript:alert(1)",
                            "https://", "https:///path", "https://host.example/a b",
                            "https://host.example/\r\nSet-Cookie: x", "https://host.example/#f");
    idp::owned<idp_authorize_result> result;
    CHECK(build(authorize_request(), result.out()) == IDP_E_INVALID);
}

TEST_CASE_METHOD(shape, "a result may be moved, and released on another thread", "[shape]") {
    auto result = sized<idp_authorize_result>();
    REQUIRE(build(authorize_request(), &result) == IDP_OK);
    auto moved = result;
    std::memset(static_cast<void*>(&result), 0x5A, sizeof result);
    CHECK(idp::view(moved.location).starts_with("http"));
    std::thread{[&] { moved.owner.release(&moved.owner); }}.join();
    CHECK(moved.owner.release == nullptr);
}

TEST_CASE_METHOD(shape, "a transaction fits into a cookie, and the mode is one of the descriptor's", "[shape]") {
    context = std::string(IDP_MAX_CONTEXT, 'c');
    idp::owned<idp_authorize_result> result;
    REQUIRE(build(authorize_request(), result.out()) == IDP_OK);
    const auto transaction = idp::view(result->transaction);
    CHECK(transaction.size() <= IDP_MAX_TRANSACTION);
    CHECK(transaction.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string_view::npos);
    CHECK(result->lifetime_s == 600);
    const std::string modes = std::string{" "} + table().descriptor->modes + " ";
    CHECK(modes.find(" " + std::string{idp::view(result->mode)} + " ") != std::string::npos);
}
