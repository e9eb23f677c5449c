#include "core/config.hpp"

#include "core/assets.hpp"
#include "core/encoding.hpp"
#include "core/no_proxy.hpp"
#include "core/strict_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>

namespace wecom {
namespace {

namespace json = boost::json;

constexpr std::size_t largest_icon = 32768;
constexpr std::string_view png_prefix = "data:image/png;base64,";
constexpr std::string_view svg_prefix = "data:image/svg+xml;base64,";

struct mode_name {
    login_mode mode;
    std::string_view name;
};
constexpr mode_name mode_names[] = {{login_mode::automatic, "auto"},
                                    {login_mode::in_app, "in_app"},
                                    {login_mode::qr, "qr"},
                                    {login_mode::qr_legacy, "qr_legacy"}};

const json::value& schema() {
    // Parsed once, never destroyed: exit() with living instances must be harmless.
    static const auto& value = *new json::value(json::parse(config_schema_json));
    return value;
}

// A member of a configuration that the schema accepts.
class reader {
public:
    explicit reader(const json::object& from) : from_{from} {}

    std::string text(std::string_view key, std::string_view otherwise = {}) const {
        const auto* v = find(key);
        if (!v) return std::string{otherwise};
        if (v->is_string()) return {v->get_string().data(), v->get_string().size()};
        return std::to_string(v->to_number<std::uint64_t>());
    }
    std::int64_t number(std::string_view key, std::int64_t otherwise) const {
        const auto* v = find(key);
        return v ? v->to_number<std::int64_t>() : otherwise;
    }
    bool flag(std::string_view key) const {
        const auto* v = find(key);
        return v && v->as_bool();
    }
    const json::value* find(std::string_view key) const {
        return from_.if_contains(json::string_view{key.data(), key.size()});
    }
    std::vector<std::string> texts(std::string_view key) const {
        const auto* v = find(key);
        return v ? json::value_to<std::vector<std::string>>(*v) : std::vector<std::string>{};
    }
    const json::object& members() const { return from_; }
    reader object(std::string_view key) const {
        static const auto& none = *new json::object;
        const auto* v = find(key);
        return reader{v ? v->as_object() : none};
    }

private:
    const json::object& from_;
};

// RFC 4648 section 4, as data: URLs have it.
std::optional<std::string> base64_decode(std::string text) {
    while (text.ends_with('='))
        text.pop_back();
    if (text.find_first_of("-_") != text.npos) return std::nullopt;
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return base64url_decode(text);
}

// False for a data: URL that holds no image of an acceptable size.
bool read_icon(const std::string& img_url, config& out) {
    if (img_url.empty()) return true;
    const bool png = img_url.starts_with(png_prefix);
    if (!png && !img_url.starts_with(svg_prefix)) {
        out.icon_media_type = "text/uri-list";
        out.icon = img_url;
        return parse_web_url(img_url).has_value();
    }
    out.icon_media_type = png ? "image/png" : "image/svg+xml";
    out.icon = base64_decode(img_url.substr(png ? png_prefix.size() : svg_prefix.size())).value_or("");
    const std::string_view begins = png ? std::string_view{"\x89PNG\r\n\x1a\n"} : std::string_view{"<"};
    return out.icon.size() <= largest_icon && out.icon.starts_with(begins);
}

network_config read_network(const reader& from) {
    network_config out;
    out.api_base = parse_web_url(from.text("api_base", "https://qyapi.weixin.qq.com")).value();
    out.in_app_base = parse_web_url(from.text("in_app_base", "https://open.weixin.qq.com")).value();
    if (const auto qr_base = from.text("qr_base"); !qr_base.empty()) out.qr_base = parse_web_url(qr_base);
    out.ca_file = from.text("ca_file");
    out.allow_private = from.flag("allow_private");
    out.allow_http = from.flag("allow_http");
    out.proxy = parse_proxy(from.text("proxy"));
    out.no_proxy = from.texts("no_proxy");
    for (const auto& [host, addresses] : from.object("pins").members())
        out.pins[ascii_lower(std::string_view{host.data(), host.size()})] = json::value_to<address_list>(addresses);
    out.bind = from.text("bind");
    out.v4_only = from.text("ip") == "v4";
    return out;
}

config read_config(const reader& from) {
    config out;
    out.corpid = from.text("corpid");
    out.corpsecret = secret{from.text("corpsecret")};
    out.agentid = from.text("agentid");
    out.mode = mode_named(from.text("mode", "auto")).value();
    out.ask_private_info = from.text("scope") == "snsapi_privateinfo";
    const auto profile = from.text("profile", "none");
    out.profile = profile == "none"    ? profile_level::none
                  : profile == "basic" ? profile_level::basic
                                       : profile_level::full;
    if (const auto* accept = from.find("accept"))
        out.accept_linked_corp = std::count(accept->as_array().begin(), accept->as_array().end(), "linked_corp") > 0;
    out.encrypted_ids = from.text("ids") == "encrypted";
    out.timeout = std::chrono::milliseconds{from.number("timeout_ms", 8000)};
    if (const auto lang = from.text("lang", "auto"); lang != "auto") out.lang = language_of(lang);
    if (from.find("domain_verification")) {
        const auto file = from.object("domain_verification");
        out.domain_verification = ownership_file{file.text("name"), file.text("content")};
    }
    out.network = read_network(from.object("network"));
    return out;
}

// What no schema can say.
class further_check {
public:
    explicit further_check(language lang) : lang_{lang} {}

    void icon(const reader& from) {
        config unused;
        if (!read_icon(from.text("img_url"), unused))
            report("/img_url", "contentMediaType",
                   "The icon is neither a PNG or SVG image of at most 32 KB nor an https address.",
                   "图标不是不超过 32 KB 的 PNG 或 SVG 图片，也不是有效的 https 地址。");
    }

    void ownership(const reader& from) {
        const auto file = from.object("domain_verification");
        if (from.find("domain_verification") && file.text("name") != "WW_verify_" + file.text("content") + ".txt")
            report("/domain_verification/content", "const",
                   "The content is not that of this file: WeCom's files hold the 16 characters of their own name.",
                   "内容与文件名不符：企业微信校验文件的内容就是文件名中的 16 个字符。");
    }

    void network(const reader& from) {
        for (const std::string key : {"api_base", "in_app_base", "qr_base"})
            if (from.text(key).starts_with("http://") && !from.flag("allow_http"))
                report("/network/" + key, "pattern",
                       "This address begins with http://, which sends secrets unencrypted. Use https, or set "
                       "/network/allow_http if it is meant.",
                       "该地址使用 http://，密钥将以明文传输。请改用 https；如确有需要，请设置 /network/allow_http。");
        if (from.find("proxy") && !parse_proxy(from.text("proxy")))
            report("/network/proxy", "format",
                   "The proxy is not of the form http://user:password@host:port or socks5://user:password@host:port. "
                   "Percent-encode what is special in user and password.",
                   "代理格式应为 http://用户:密码@主机:端口 或 socks5://用户:密码@主机:端口，用户名和密码中的特殊字符需"
                   "百分号编码。");
        const auto rules = from.texts("no_proxy");
        for (std::size_t i = 0; i < rules.size(); ++i)
            if (!is_no_proxy_rule(rules[i]))
                report("/network/no_proxy/" + std::to_string(i), "format",
                       "This is neither a host name, nor an ending like .example.com, nor an address or range like "
                       "10.0.0.0/8.",
                       "既不是主机名，也不是形如 .example.com 的后缀、IP 地址或形如 10.0.0.0/8 的网段。");
        if (from.find("bind")) address("/network/bind", from.text("bind"));
        pins(from.object("pins"));
    }

    std::vector<config_issue> take() { return std::move(issues_); }

private:
    void pins(const reader& from) {
        for (const auto& member : from.members()) {
            const std::string host{member.key().data(), member.key().size()},
                at = "/network/pins/" + pointer_token(host);
            if (!is_host_name(ascii_lower(host)))
                report(at, "propertyNames", "This is no host name.", "不是有效的主机名。");
            const auto all = from.texts(host);
            for (std::size_t i = 0; i < all.size(); ++i)
                address(at + "/" + std::to_string(i), all[i]);
        }
    }

    void address(std::string pointer, const std::string& text) {
        if (!is_address(text)) report(std::move(pointer), "format", "This is no IP address.", "不是有效的 IP 地址。");
    }

    void report(std::string pointer, std::string code, std::string_view en, std::string_view zh) {
        issues_.push_back({std::move(pointer), std::move(code), std::string{lang_ == language::zh ? zh : en}});
    }

    language lang_;
    std::vector<config_issue> issues_;
};

std::vector<config_issue> further_issues(const reader& from, language lang) {
    further_check all{lang};
    all.icon(from);
    all.ownership(from);
    all.network(from.object("network"));
    return all.take();
}

std::vector<config_issue> issues_of(const result<json::object>& parsed, language lang) {
    if (!parsed) {
        const auto& at = parsed.error().detail;
        return {{"", "json",
                 lang == language::zh ? "配置不是有效的 JSON 对象（" + at + "）。"
                                      : "The configuration is no JSON object: " + at + "."}};
    }
    auto issues = schema_issues(schema(), *parsed, lang);
    return issues.empty() ? further_issues(reader{*parsed}, lang) : issues;
}

}  // namespace

std::string_view name_of(login_mode mode) {
    return std::find_if(std::begin(mode_names), std::end(mode_names), [=](auto& row) { return row.mode == mode; })
        ->name;
}

std::optional<login_mode> mode_named(std::string_view name) {
    for (const auto& row : mode_names)
        if (row.name == name) return row.mode;
    return std::nullopt;
}

std::vector<config_issue> check_config(std::string_view text, language lang) {
    return issues_of(parse_strict_object(text), lang);
}

result<config> parse_config(std::string_view text) {
    const auto parsed = parse_strict_object(text);
    if (const auto issues = issues_of(parsed, language::en); !issues.empty()) {
        std::string detail;
        for (const auto& issue : issues)
            detail += (detail.empty() ? "" : " | ") + issue.pointer + ": " + issue.text;
        return error{.code = parsed ? errc::config_field : errc::config_json, .detail = detail};
    }
    auto out = read_config(reader{*parsed});
    read_icon(reader{*parsed}.text("img_url"), out);
    return out;
}

}  // namespace wecom
