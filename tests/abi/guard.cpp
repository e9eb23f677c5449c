// The plugin side of idp_plugin.hpp: what ends an exported function, and what it says.

#include "idp_plugin.hpp"
#include "support/catch.hpp"

#include <cerrno>
#include <string>

namespace {

template <class Thrown>
idp_error thrown(Thrown what) {
    auto err = idp::make_error();
    const auto status = idp::guard(&err, [&]() -> idp_status { throw what; });
    CHECK(status == err.status);
    return err;
}

}  // namespace

TEST_CASE("guard passes the answer of the function on", "[guard]") {
    auto err = idp::make_error();
    CHECK(idp::guard(&err, [] { return idp_status{IDP_NO}; }) == IDP_NO);
    CHECK(err.status == IDP_OK);
}

TEST_CASE("guard turns every kind of exception into a failure", "[guard]") {
    CHECK(thrown(std::bad_alloc{}).reason == std::string{"no_memory"});
    CHECK(thrown(std::runtime_error{"x"}).status == IDP_E_INTERNAL);
    CHECK(thrown(42).status == IDP_E_INTERNAL);
    CHECK(thrown("text").reason == std::string{"bug"});
    const auto denied = thrown(idp::failure{.status = IDP_E_DENIED, .reason = "not_member", .http_status = 403});
    CHECK(denied.status == IDP_E_DENIED);
    CHECK(denied.http_status == 403);
}

TEST_CASE("guard ends the function of a host's store as well", "[guard]") {
    idp_host_kv_v1 store{};
    store.put = [](void*, const idp_str*, const idp_str*, std::uint32_t) {
        return idp::guard(nullptr, []() -> idp_status { throw std::runtime_error{"the disk is full"}; });
    };
    CHECK(store.put(nullptr, nullptr, nullptr, 0) == IDP_E_INTERNAL);
}

TEST_CASE("guard never repeats what an unknown library wrote into its exception", "[guard]") {
    const auto err = thrown(std::runtime_error{"access_token=canary"});
    CHECK(std::string{err.detail}.find("canary") == std::string::npos);
    CHECK(std::string{err.public_text}.find("canary") == std::string::npos);
}

TEST_CASE("guard leaves errno and a null error alone", "[guard]") {
    errno = EBADF;
    CHECK(idp::guard(nullptr, []() -> idp_status {
              errno = ENOENT;
              throw 42;
          }) == IDP_E_INTERNAL);
    CHECK(errno == EBADF);
}

TEST_CASE("an error text is cut at a character", "[store]") {
    auto err = idp::make_error();
    std::string text(sizeof err.detail - 2, 'x');
    text += "\xe4\xbc\x81";  // three bytes, of which one has room
    idp::store(&err, {.detail = text});
    CHECK(err.detail == std::string(sizeof err.detail - 2, 'x'));
    idp::store(&err, {.detail = std::string_view{text}.substr(1)});
    CHECK(err.detail == std::string(sizeof err.detail - 3, 'x'));
    idp::store(&err, {.detail = std::string_view{text}.substr(2)});
    CHECK(err.detail == text.substr(2));
}

TEST_CASE("an error is written as far as the caller has room", "[store]") {
    auto err = idp::make_error();
    err.struct_size = offsetof(idp_error, upstream);
    err.upstream[0] = '#';
    idp::store(&err, {.status = IDP_E_UPSTREAM, .reason = "json", .upstream = "40029"});
    CHECK(err.struct_size == offsetof(idp_error, upstream));
    CHECK(err.reason == std::string{"json"});
    CHECK(err.upstream[0] == '#');
}

TEST_CASE("a request is refused before it is read", "[read_request]") {
    idp_resolve_request request{};
    const auto refusal = [](const auto& read) {
        auto err = idp::make_error();
        idp::guard(&err, [&] { return read(), idp_status{IDP_OK}; });
        return std::string{err.reason};
    };
    CHECK(refusal([] { idp::read_request<idp_resolve_request>(nullptr); }) == "argument");
    request.struct_size = sizeof request - 1;
    CHECK(refusal([&] { idp::read_request(&request); }) == "struct_size");
    request.struct_size = sizeof request;
    request.flags = IDP_RESOLVE_ANY_VERDICT;
    CHECK(refusal([&] { idp::read_request(&request); }) == "critical_flag");
    CHECK(refusal([&] { idp::read_request(&request, IDP_RESOLVE_ANY_VERDICT); }).empty());
    request.flags = 1;
    CHECK(refusal([&] { idp::read_request(&request); }).empty());
}
