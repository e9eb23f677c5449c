#include "browser.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

namespace host {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
namespace urls = boost::urls;

using text_request = http::request<http::string_body>;
using text_response = http::response<http::string_body>;

constexpr int max_redirects = 10;
constexpr std::size_t max_body = 4 * 1024 * 1024;
constexpr std::uint32_t max_header = 256 * 1024;  // as browsers have it: a provider's location may be long

urls::url parsed(std::string_view url) {
    const auto out = urls::parse_uri({url.data(), url.size()});
    if (!out || (out->scheme() != "http" && out->scheme() != "https") || out->encoded_host().empty())
        throw browser_error{without_query(url) + ": is no http(s) URL"};
    return urls::url{*out};
}

// Without the brackets of an IPv6 address.
std::string name_of(const urls::url& url) { return url.host_name().empty() ? url.host_address() : url.host_name(); }

std::string port_of(const urls::url& url) {
    if (!url.port().empty()) return url.port();
    return url.scheme() == "https" ? "443" : "80";
}

// Verifies against the given certificates, or against the system's by path: variables like SSL_CERT_FILE have no say.
ssl::context verifying_context(const std::string& ca_file) {
    ssl::context out{ssl::context::tls_client};
    SSL_CTX_set_min_proto_version(out.native_handle(), TLS1_2_VERSION);
    out.set_verify_mode(ssl::verify_peer);
    boost::system::error_code error;
    if (ca_file.empty())
        out.add_verify_path("/etc/ssl/certs", error);
    else
        out.load_verify_file(ca_file, error);
    if (error) throw browser_error{ca_file + ": no certificate could be read: " + error.message()};
    return out;
}

// What SSL_set_tlsext_host_name does, without the C cast in that macro.
void set_server_name(SSL* tls, std::string name) {
    SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
}

template <class Stream>
asio::awaitable<text_response> talk(Stream& stream, text_request& request) {
    co_await http::async_write(stream, request, asio::use_awaitable);
    http::response_parser<http::string_body> parser;
    parser.body_limit(max_body);
    parser.header_limit(max_header);
    parser.skip(request.method() == http::verb::head);
    beast::flat_buffer buffer;
    co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
    co_return parser.release();
}

asio::awaitable<void> connect(beast::tcp_stream& stream, const urls::url& url) {
    const auto name = name_of(url), port = port_of(url);
    asio::ip::tcp::resolver resolver{stream.get_executor()};
    const auto endpoints = co_await resolver.async_resolve(name, port, asio::use_awaitable);
    co_await stream.async_connect(endpoints, asio::use_awaitable);
}

asio::awaitable<text_response> talk_plain(beast::tcp_stream stream, const urls::url& url, text_request& request) {
    co_await connect(stream, url);
    co_return co_await talk(stream, request);
}

asio::awaitable<text_response> talk_tls(beast::tcp_stream plain, const urls::url& url, text_request& request,
                                        ssl::context& context) {
    ssl::stream<beast::tcp_stream> stream{std::move(plain), context};
    const auto name = name_of(url);
    stream.set_verify_callback(ssl::host_name_verification{name});
    if (!url.host_name().empty()) set_server_name(stream.native_handle(), name);
    co_await connect(stream.next_layer(), url);
    co_await stream.async_handshake(ssl::stream_base::client, asio::use_awaitable);
    co_return co_await talk(stream, request);
}

text_response run(const urls::url& url, text_request& request, const browser_options& options) {
    asio::io_context loop;
    auto context = verifying_context(options.ca_file);
    beast::tcp_stream stream{loop};
    stream.expires_after(options.timeout);
    auto done = asio::co_spawn(loop,
                               url.scheme() == "https" ? talk_tls(std::move(stream), url, request, context)
                                                       : talk_plain(std::move(stream), url, request),
                               asio::use_future);
    loop.run();
    return done.get();
}

bool redirects(unsigned status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

std::string without_query(std::string_view url) { return std::string{url.substr(0, url.find_first_of("?#"))}; }

std::string page::location() const {
    const auto to = header("Location");
    if (!redirects(status) || to.empty()) return {};
    const auto reference = urls::parse_uri_reference({to.data(), to.size()});
    urls::url out;
    if (!reference || !urls::resolve(parsed(url), *reference, out))
        throw browser_error{without_query(url) + ": redirects to something that is no URL"};
    return {out.buffer().data(), out.buffer().size()};
}

page browser::get(std::string_view url) { return send("GET", url, ""); }
page browser::post(std::string_view url, std::string_view form) { return send("POST", url, form); }
page browser::head(std::string_view url) { return send("HEAD", url, ""); }

page browser::follow(std::string_view url, const std::function<bool(std::string_view)>& arrived) {
    std::string next{url};
    for (int redirects_left = max_redirects; redirects_left >= 0; --redirects_left) {
        if (arrived && arrived(next)) return {next, 0, {}, {}};
        auto here = get(next);
        next = here.location();
        if (next.empty()) return here;
    }
    throw browser_error{without_query(url) + ": more than 10 redirects"};
}

page browser::send(std::string_view method, std::string_view url, std::string_view form) {
    const auto to = parsed(url);
    text_request request{http::string_to_verb({method.data(), method.size()}), to.encoded_target(), 11};
    if (request.target().empty() || request.target().front() != '/')
        request.target("/" + std::string{to.encoded_target()});
    request.set(http::field::host, to.encoded_host_and_port());
    request.set(http::field::connection, "close");
    for (const auto& [name, value] : options_.headers)
        request.insert(name, value);
    if (method == "POST") {
        request.set(http::field::content_type, "application/x-www-form-urlencoded");
        if (request[http::field::origin].empty()) request.set(http::field::origin, to.encoded_origin());
        request.body() = std::string{form};
    }
    std::string jar;
    for (const auto& [name, value] : cookies_[to.host()])
        jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    if (!jar.empty()) request.set(http::field::cookie, jar);
    request.prepare_payload();
    try {
        auto response = run(to, request, options_);
        page out{std::string{url}, response.result_int(), {}, std::move(response.body())};
        for (const auto& field : response)
            out.headers.emplace_back(field.name_string(), field.value());
        if (options_.keep_cookies) remember_cookies(to.host(), out);
        return out;
    } catch (const boost::system::system_error& why) {
        throw browser_error{without_query(url) + ": " + why.code().message()};
    }
}

void browser::remember_cookies(const std::string& host, const page& from) {
    for (const auto& [name, value] : from.headers) {
        if (!beast::iequals({name.data(), name.size()}, "Set-Cookie")) continue;
        const auto pair = value.substr(0, value.find(';'));
        const auto equals = pair.find('=');
        if (equals == std::string::npos) continue;
        if (value.find("Max-Age=0") != std::string::npos)
            cookies_[host].erase(pair.substr(0, equals));
        else
            cookies_[host][pair.substr(0, equals)] = pair.substr(equals + 1);
    }
}

}  // namespace host
