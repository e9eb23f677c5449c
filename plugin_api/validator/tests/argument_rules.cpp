#include "validator/calls.hpp"
#include "validator/tests/argument.hpp"

namespace validator {
namespace {

// A fresh create; the rules of its fields are looked at one by one.
struct create_call {
    explicit create_call(scene& in) : with{good_call(in, "create")} {}

    idp_create_request& request() { return *with.arguments[1].as<idp_create_request>(); }
    void must_accept(const std::string& what) {
        const auto said = with.run();
        expect(said.ok(), with.with(what) + " answered " + said.story() + ", but the contract allows it");
        with.give_back();
    }
    call with;
};

void refuse_bad_lists(call& with, const list_field& which) {
    auto& list = with.list(which);
    const auto good = list;
    const guarded word{std::string_view{"0123456789abcdef"}};
    const std::pair<idp_list, std::string> bad[] = {
        {{good.items, good.count, 0}, which.name + " of stride 0"},
        {{good.items, good.count, sizeof(idp_str) - 1}, which.name + " of stride 15"},
        {{word.data(), which.limit + 1, sizeof(idp_str)}, which.name + " of " + std::to_string(which.limit + 1)},
        {{word.data(), UINT32_MAX, sizeof(idp_str)}, which.name + " of 4294967295"},
        {{nullptr, 1, sizeof(idp_str)}, which.name + " of 1 without a pointer"},
    };
    for (const auto& [value, what] : bad)
        with_value(list, value, [&] { expect_refusal(with, what, IDP_E_INVALID); });
}

// Elements of a later minor, each with a tail.
void accept_longer_elements(call& with, const list_field& which, const std::string& another) {
    struct later {
        idp_str known;
        unsigned char tail[24];
    };
    auto& list = with.list(which);
    auto known = idp::elements<idp_str>(list);
    known.insert(known.begin(), idp::str(another));
    std::vector<later> items(known.size());
    for (std::size_t i = 0; i < known.size(); ++i) {
        std::memset(static_cast<void*>(&items[i]), 0xA5, sizeof items[i]);
        items[i].known = known[i];
    }
    with_value(list, {items.data(), list.count + 1, sizeof(later)}, [&] {
        const auto said = with.run();
        expect(said.ok(), with.with(which.name + " of stride " + std::to_string(sizeof(later))) + " answered " +
                              said.story() + "; elements may grow");
        with.give_back();
    });
}

std::vector<idp_str> keys_of(std::initializer_list<std::string_view> keys) {
    std::vector<idp_str> out;
    for (const auto key : keys)
        out.push_back(idp::str(key));
    return out;
}

}  // namespace

void list_misuse(trial& t) {
    scene in{t};
    for (auto& with : good_calls(in))
        for (const auto& which : with.lists) {
            refuse_bad_lists(with, which);
            journey other;
            expect(in.plugin->begin(other).ok(), "build_authorize_url refused a good request");
            accept_longer_elements(with, which,
                                   which.name == "transactions" ? other.transaction : std::string(32, 'o'));
        }
}

void instance_id_rule(trial& t) {
    scene in{t};
    create_call create{in};
    auto& id = create.request().instance_id;
    std::string all;
    for (int byte = 0; byte < 256; ++byte) {
        const char c = static_cast<char>(byte);
        const bool allowed =
            byte < 128 && (std::isalnum(byte) || std::string_view{"._:/-"}.find(c) != std::string_view::npos);
        if (allowed) all += c;
        const std::string with_it = std::string{"id"} + c;
        id = idp::str(with_it);
        if (!allowed) expect_refusal(create.with, "byte " + std::to_string(byte) + " in instance_id", IDP_E_INVALID);
    }
    for (const std::string& good :
         {all, std::string{"x"}, std::string{"/"}, std::string(IDP_MAX_INSTANCE_ID - 1, 'x')}) {
        id = idp::str(good);
        create.must_accept("instance_id \"" + good + '"');
    }
    id = {};
    expect_refusal(create.with, "an empty instance_id", IDP_E_INVALID);
}

void seal_key_rule(trial& t) {
    scene in{t};
    create_call create{in};
    auto& keys = create.request().seal_keys;
    const std::string good(32, 'k'), longest(64, 'k');
    const auto pass = [&](const std::vector<idp_str>& items) {
        keys = {items.data(), static_cast<std::uint32_t>(items.size()), sizeof(idp_str)};
    };
    for (const std::size_t size : {0, 1, 16, 31, 65, 1024}) {
        const std::string bad(size, 'k');
        for (const auto& items : {keys_of({bad}), keys_of({good, bad}), keys_of({good, good, longest, bad})}) {
            pass(items);
            expect_refusal(create.with, "a seal key of " + std::to_string(size) + " bytes", IDP_E_INVALID, "seal_key");
        }
    }
    const std::vector<idp_str> null_key{{nullptr, 32}};
    pass(null_key);
    expect_refusal(create.with, "a seal key without a pointer", IDP_E_INVALID);
    for (const auto& items : {keys_of({good}), keys_of({longest, good, good, longest})}) {
        pass(items);
        create.must_accept(std::to_string(items.size()) + " seal keys of 32 or 64 bytes");
    }
    keys = {};
    create.must_accept("no seal key");
}

void redirect_uri_rule(trial& t) {
    scene in{t};
    auto with = good_call(in, "build_authorize_url");
    auto& uri = with.text(with.texts.front());
    for (const std::string_view bad :
         {"", "/callback", "//host.example/", "host.example/callback", "ftp://host.example/", "javascript:alert(1)",
          "data:text/html,x", "https:/host.example/", "https:host.example", "https://", "http://", "https:///path",
          "https://host.example/a b", "https://host.example/\tx", "https://host.example/\r\nSet-Cookie: x",
          "https://host.example/\x7f", " https://host.example/", "https://host.example/#fragment"}) {
        uri = idp::str(bad);
        expect_refusal(with, "redirect_uri \"" + std::string{bad} + '"', IDP_E_INVALID);
    }
    for (const std::string_view good :
         {"https://host.example/callback/1", "http://host.example/", "https://host.example",
          "https://host.example:8443/a/b?c=d&e=%2F", "http://127.0.0.1:8080/callback"}) {
        uri = idp::str(good);
        const auto said = with.run();
        expect(said.ok(), with.with("redirect_uri \"" + std::string{good} + '"') + " answered " + said.story());
        with.give_back();
    }
}

}  // namespace validator
