#include "validator/process/memory.hpp"
#include "validator/tests/network_tests.hpp"
#include "validator/tests/punctuality.hpp"
#include "validator/tests/untrue_answers.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace validator {

using namespace std::chrono_literals;
namespace json = boost::json;

void truncated_body(trial& of) {
    const auto cut = [](std::size_t (*kept)(std::size_t)) {
        return [kept](tls_peer& peer, const std::string& truth) {
            const auto head = truth.find("\r\n\r\n") + 4;
            peer.send(truth.substr(0, head + kept(truth.size() - head)));
            peer.leave();
        };
    };
    const auto without_length = [](tls_peer& peer, const std::string& truth) {
        const auto body = body_of(truth);
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" +
                  body.substr(0, body.size() / 2));
        peer.leave();
    };
    const auto in_chunks = [](tls_peer& peer, const std::string& truth) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n100\r\n" +
                  body_of(truth));
        peer.leave();
    };
    expect_no_login_by(of, {{"no body", cut([](std::size_t) -> std::size_t { return 0; })},
                            {"half a body", cut([](std::size_t size) { return size / 2; })},
                            {"a body without its last byte", cut([](std::size_t size) { return size - 1; })},
                            {"half a body of unknown length", without_length},
                            {"a body whose last chunk is missing", in_chunks}});
}

namespace {

constexpr std::size_t flood = std::size_t{64} << 20, kept_at_most = std::size_t{32} << 20;

// Sends more than anybody should take in, until the client leaves.
void pour(tls_peer& peer, const std::string& head, const std::string& piece) {
    peer.send(head);
    for (std::size_t sent = 0; sent < flood; sent += piece.size())
        peer.send(piece);
    peer.leave();
}

// One flood after the other, since memory is measured.
void expect_little_memory(trial& of, const named_untruth& lie) {
    for (const auto& about : of.recipe.answers) {
        stage here{of};
        lie_about(*here.server, about.path, lie.tell);
        const auto who = arrive(*here.plugin);
        const process::peak_memory peak;
        const punctuality watch;
        const auto call = resolve_strictly(*here.plugin, who, {.timeout = 5s});
        const auto situation = lie.name + " from " + about.path;
        watch.expect_by(call, 5s, situation);
        expect(peak.growth() <= kept_at_most, "resolve_account took " + std::to_string(peak.growth() >> 20) +
                                                  " MiB of memory for " + situation +
                                                  ": what is much larger than any answer should be given up early");
        expect(!is_vital(of.recipe, about) || !call.ok(), "resolve_account let somebody in after " + situation);
    }
}

}  // namespace

void oversized_body(trial& of) {
    const std::string piece(16384, 'x');
    const auto with_length = [&](tls_peer& peer, const std::string&) {
        pour(peer,
             "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(flood) +
                 "\r\n\r\n{\"filler\":\"",
             piece);
    };
    const auto in_chunks = [&](tls_peer& peer, const std::string&) {
        pour(peer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
             "4000\r\n" + piece + "\r\n");
    };
    expect_little_memory(of, {"a body of 64 MiB", with_length});
    expect_little_memory(of, {"endless chunks", in_chunks});
}

void oversized_header(trial& of) {
    const std::string piece(16384, 'x');
    const auto one_line = [&](tls_peer& peer, const std::string&) {
        pour(peer, "HTTP/1.1 200 OK\r\nX-Filler: ", piece);
    };
    const auto many_lines = [&](tls_peer& peer, const std::string&) {
        pour(peer, "HTTP/1.1 200 OK\r\n", "X-Filler: " + piece + "\r\n");
    };
    expect_little_memory(of, {"an endless header line", one_line});
    expect_little_memory(of, {"endless header lines", many_lines});
}

void wrong_content_type(trial& of) {
    std::vector<named_untruth> lies;
    for (const std::string type : {"text/html; charset=gbk", "image/png", "", "application/json; charset=", ";;;=\"",
                                   "multipart/form-data; boundary=x"})
        lies.push_back({"the content type \"" + type + "\"", [type](tls_peer& peer, const std::string& truth) {
                            peer.send(http_answer(body_of(truth), "Content-Type: " + type + "\r\n"));
                        }});
    expect_survival_of(of, lies);
}

void not_json(trial& of) {
    std::vector<named_untruth> lies;
    for (const std::string& body :
         {std::string{}, std::string{"<html><body>Please log in to the Wi-Fi</body></html>"}, std::string{"null"},
          std::string{"[]"}, std::string{"{}"}, std::string{"\"text\""}, std::string{"-1e999"}, std::string{"{\"a\":"},
          std::string{"\xff\xfe\x00{", 4}, std::string(50'000, '['), std::string(1000, '\0')})
        lies.push_back({"a body that begins \"" + body.substr(0, 20) + "\"",
                        [body](tls_peer& peer, const std::string&) { peer.send(http_answer(body)); }});
    lies.push_back({"something that is not HTTP", [](tls_peer& peer, const std::string&) {
                        peer.send("SSH-2.0-OpenSSH_9.2\r\n");
                        peer.leave();
                    }});
    expect_no_login_by(of, lies);
}

namespace {

std::string pointer_token(std::string_view key) {
    std::string out;
    for (const char c : key)
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string{c};
    return out;
}

// The places of the strings that the subject is made of, as JSON pointers.
void find_names(const json::value& in, const std::string& at, const std::string& subject,
                std::vector<std::string>& out) {
    if (const auto* object = in.if_object()) {
        for (const auto& [key, value] : *object)
            find_names(value, at + "/" + pointer_token(key), subject, out);
        return;
    }
    constexpr std::size_t shortest = 3;  // "ok" is part of many a name
    const auto* text = in.if_string();
    if (text && text->size() >= shortest && same_name(*text, subject)) out.push_back(at);
}

// As many cases as one name makes.
constexpr std::size_t ways_to_be_empty = 6;

struct emptied {
    std::string path, pointer, body;
};

std::vector<emptied> with_names_emptied(const test_recipe& recipe) {
    std::vector<emptied> out;
    for (const auto& answer : recipe.answers) {
        boost::system::error_code no_json;
        const auto truth = json::parse(answer.body, no_json);
        std::vector<std::string> places;
        if (!answer.is_token && !no_json) find_names(truth, "", recipe.subject, places);
        for (const auto& place : places)
            for (const json::value& instead : {json::value(""), json::value(nullptr), json::value(true),
                                               json::value(json::object{}), json::value(json::array{})}) {
                auto body = truth;
                body.at_pointer(place) = instead;
                out.push_back({answer.path, place + " is " + json::serialize(instead), json::serialize(body)});
            }
        for (const auto& place : places) {
            auto body = truth;
            const auto name = place.rfind('/');
            body.at_pointer(place.substr(0, name)).as_object().erase(place.substr(name + 1));
            out.push_back({answer.path, place + " is missing", json::serialize(body)});
        }
    }
    return out;
}

}  // namespace

void empty_subject(trial& of) {
    of.table();
    const auto cases = with_names_emptied(of.recipe);
    if (cases.empty()) throw skipped{"no answer of the recipe is JSON with the subject in it"};
    at_once(static_cast<int>(cases.size()), [&](int i) {
        const auto& one = cases[static_cast<std::size_t>(i)];
        stage here{of};
        lie_about(*here.server, one.path,
                  [&](tls_peer& peer, const std::string&) { peer.send(http_answer(one.body)); });
        idp::owned<idp_account> account;
        const auto who = arrive(*here.plugin);
        const auto call = here.plugin->resolve(who.token, account);
        const bool named_elsewhere = cases.size() > ways_to_be_empty;
        if (call.ok() && named_elsewhere && idp::view(account->subject) == who.subject) return;
        expect(!call.ok(), "resolve_account let somebody in as \"" + std::string{idp::view(account->subject)} +
                               "\" by an answer of " + one.path + " in which " + one.pointer +
                               ": whom the provider does not name is nobody");
        expect_zero(account, call);
    });
}

}  // namespace validator
