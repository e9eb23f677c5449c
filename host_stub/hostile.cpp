#include "hostile.hpp"

#include "provider_files.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <future>
#include <set>
#include <span>

namespace host {
namespace {

namespace fs = std::filesystem;

struct broken_promise : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void expect(bool kept, const std::string& otherwise) {
    if (!kept) throw broken_promise{otherwise};
}

std::string in_words(const idp_error& why) { return std::string{why.reason} + ": " + why.detail; }

struct temporary_folder {
    temporary_folder() {
        auto name = (fs::temp_directory_path() / "idp-hostile.XXXXXX").string();
        if (!::mkdtemp(name.data())) throw std::runtime_error{"no temporary folder can be made"};
        path = name;
    }
    ~temporary_folder() {
        std::error_code left_behind;
        fs::remove_all(path, left_behind);
    }
    temporary_folder(const temporary_folder&) = delete;

    fs::path path;
};

outcome<grant> deliver(const configured_provider& to, std::string_view query,
                       std::span<const std::string> transactions) {
    return to.handle_callback({.query = query, .transactions = transactions, .locale = "en"});
}

class hostile_host {
public:
    hostile_host(const hostile_options& options, const ambient& outside, event_log& log)
        : options_{options},
          base_{base_of(options.login)},
          files_{open_provider_files(options.login.plugin, options.login.config)},
          services_{log, outside.now},
          seal_keys_{outside.random_bytes(IDP_MIN_SEAL_KEY)} {}

    void load_twice() const;
    void call_from_eight_threads() const;
    void deliver_twice() const;
    void deliver_to_another_browser() const;
    void toggle() const;
    void destroy_while_busy() const;
    void let_strangers_in() const;
    void fork_after_load() const;
    void swap_the_file() const;

private:
    using instance = std::unique_ptr<configured_provider>;

    instance make(const idp::provider& from, const host_services& services) const {
        auto out = configured_provider::create(from, services, files_.config, seal_keys_, base_);
        if (!out) throw broken_promise{"no instance: " + in_words(out.error())};
        return std::move(*out);
    }
    instance make() const { return make(files_.library, services_); }

    outcome<account> log_in(configured_provider& by) const {
        auto person = make_browser(options_.login);
        return log_in_once(by, person, start());
    }
    login_start start() const {
        return {.mode = options_.login.mode, .user_agent = options_.login.user_agent, .locale = "en"};
    }
    account must_log_in(configured_provider& by) const {
        auto who = log_in(by);
        if (!who) throw broken_promise{"a login failed: " + in_words(who.error())};
        expect(!who->issuer.empty() && !who->subject.empty(), "a login gave an account without an identity");
        return std::move(*who);
    }
    came_back walk_back(configured_provider& by) const {
        auto person = make_browser(options_.login);
        auto out = walk_to_callback(by, person, start());
        if (!out) throw broken_promise{"no callback: " + in_words(out.error())};
        return std::move(*out);
    }

    const hostile_options& options_;
    const public_url base_;
    const provider_files files_;
    const host_services services_;
    const std::vector<std::string> seal_keys_;
};

void hostile_host::load_twice() const {
    const auto file = fs::absolute(options_.login.plugin);
    const auto* const table = idp::provider::entry_of(file)();
    const auto again = idp::provider::open(file);
    expect(idp::provider::entry_of(file)() == table, "the second load has another table");
    const auto one = make(), same_id = make(again, services_);
    expect(must_log_in(*one).subject == must_log_in(*same_id).subject, "two instances know two people");
}

void hostile_host::call_from_eight_threads() const {
    const auto one = make();
    std::vector<std::future<account>> all;
    for (int i = 0; i < 8; ++i)
        all.push_back(std::async(std::launch::async, [&] { return must_log_in(*one); }));
    std::set<std::string> subjects;
    for (auto& each : all)
        subjects.insert(each.get().subject);
    expect(subjects.size() == 1, "eight logins of one person gave several accounts");
}

void hostile_host::deliver_twice() const {
    const auto one = make();
    const auto back = walk_back(*one);
    const auto bring = [&]() -> outcome<account> {
        const auto granted = deliver(*one, back.query, {&back.transaction, 1});
        if (!granted) return granted.error();
        return one->resolve(granted->token, "en");
    };
    auto twin = std::async(std::launch::async, bring);
    const auto here = bring(), there = twin.get();
    expect(here && there, "one of two equal callbacks failed: " + in_words(here ? there.error() : here.error()));
    expect(here->subject == there->subject, "two equal callbacks gave two accounts");
    const auto later = bring();
    expect(later && (later->flags & IDP_ACCOUNT_REPEATED) != 0, "an account that was given before does not say so");
}

void hostile_host::deliver_to_another_browser() const {
    const auto one = make();
    const auto back = walk_back(*one), other = walk_back(*one);
    expect(!deliver(*one, back.query, {}), "a callback was taken from a browser that began no login");
    expect(!deliver(*one, back.query, {&other.transaction, 1}), "a callback was taken from another's browser");
}

void hostile_host::toggle() const {
    for (int i = 0; i < 10; ++i) {
        const auto one = make();
        if (i % 3 == 0) must_log_in(*one);
    }
}

void hostile_host::destroy_while_busy() const {
    auto going = make();
    const auto staying = make();
    const auto back = walk_back(*going);
    const auto granted = deliver(*going, back.query, {&back.transaction, 1});
    expect(granted.has_value(), "a callback was refused");
    auto busy = std::async(std::launch::async, [&] { return going->resolve(granted->token, "en"); });
    going->cancel_all();
    busy.get();  // with the account or without: what counts is that it ends
    going.reset();
    must_log_in(*staying);
}

void hostile_host::let_strangers_in() const {
    auto as_stranger = options_.login;
    as_stranger.member = options_.stranger;
    const auto one = make();
    auto person = make_browser(as_stranger);
    const auto who = log_in_once(*one, person, start());
    expect(!who, "a stranger was let in");
    expect(who.error().status == IDP_E_DENIED, "a stranger was not refused but failed: " + in_words(who.error()));
}

// A child says what broke by a pipe, because it must not come back from here.
void hostile_host::fork_after_load() const {
    const auto inherited = make();
    must_log_in(*inherited);
    int said[2];
    if (::pipe(said) != 0) throw std::runtime_error{"no pipe"};
    const auto child = ::fork();
    if (child == 0) {
        std::string why;
        try {
            const auto refused = inherited->start(start());
            expect(!refused && refused.error().status == IDP_E_WRONG_PROCESS,
                   "a child could use its parent's instance");
            must_log_in(*make());
        } catch (const std::exception& broken) {
            why = broken.what();
        }
        ::_exit(::write(said[1], why.data(), why.size()) == static_cast<ssize_t>(why.size()) && why.empty() ? 0 : 1);
    }
    ::close(said[1]);
    std::string why(512, '\0');
    const auto size = child < 0 ? 0 : ::read(said[0], why.data(), why.size());
    why.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    ::close(said[0]);
    int status = -1;
    if (child > 0) ::waitpid(child, &status, 0);
    expect(status == 0, why.empty() ? "a child ended with " + std::to_string(status) : "in a child: " + why);
    must_log_in(*inherited);
}

// An upgrade in place: the old file's code goes on, the new file is another library.
void hostile_host::swap_the_file() const {
    const temporary_folder folder;
    const auto put = [&](const char* as) {
        fs::copy_file(options_.login.plugin, folder.path / "new");
        fs::permissions(folder.path / "new", fs::perms::owner_read | fs::perms::owner_write);
        fs::rename(folder.path / "new", folder.path / as);
        return folder.path / as;
    };
    const auto before = make(idp::provider::open(put("idp.so")), services_);
    must_log_in(*before);
    put("idp.so");
    must_log_in(*before);
    const auto after = make(idp::provider::open(put("idp-2.so")), services_);
    expect(must_log_in(*after).subject == must_log_in(*before).subject, "two versions know two people");
}

}  // namespace

std::vector<habit> run_hostile(const hostile_options& options, const ambient& outside, event_log& log) {
    struct named {
        std::string_view name, what;
        void (hostile_host::*act)() const;
    };
    std::vector<named> wanted{
        {"load-twice", "opens the library twice and makes two instances of one configuration",
         &hostile_host::load_twice},
        {"eight-threads", "logs in by eight threads at once", &hostile_host::call_from_eight_threads},
        {"deliver-twice", "delivers one callback twice at the same time, and once more", &hostile_host::deliver_twice},
        {"wrong-browser", "delivers a callback to another browser", &hostile_host::deliver_to_another_browser},
        {"toggle", "makes and destroys instances", &hostile_host::toggle},
        {"destroy-busy", "cancels and destroys an instance that works", &hostile_host::destroy_while_busy},
        {"fork", "forks after it has logged somebody in", &hostile_host::fork_after_load},
        {"swap-file", "puts another file in the library's place", &hostile_host::swap_the_file}};
    if (!options.stranger.empty())
        wanted.push_back({"stranger", "takes whoever the provider names", &hostile_host::let_strangers_in});

    const hostile_host careless{options, outside, log};
    std::vector<habit> out;
    for (const auto& one : wanted) {
        out.push_back({one.name, one.what, ""});
        try {
            (careless.*one.act)();
        } catch (const std::exception& broken) {
            out.back().failure = broken.what();
        }
    }
    return out;
}

std::string to_text(const std::vector<habit>& habits) {
    std::string out;
    for (const auto& one : habits)
        out.append(one.failure.empty() ? "passed  " : "FAILED  ")
            .append(one.name)
            .append(": a host that ")
            .append(one.what)
            .append(one.failure.empty() ? "" : "\n        " + one.failure)
            .append("\n");
    return out;
}

int exit_status(const std::vector<habit>& habits) {
    for (const auto& one : habits)
        if (!one.failure.empty()) return 4;
    return 0;
}

}  // namespace host
