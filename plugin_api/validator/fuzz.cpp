#include "validator/fuzz.hpp"

#include "validator/fuzz_case.hpp"
#include "validator/guarded.hpp"
#include "validator/mutation.hpp"
#include "validator/runner.hpp"
#include "validator/tests/callback.hpp"
#include "validator/utf8.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>

namespace validator {
namespace {

// Where a child says what it is about to try: the parent reads it when the child has crashed.
struct blackboard {
    spoiled what;
    std::uint32_t answer, size;
    char bytes[1 << 18];

    void write(const fuzz_case& of) {
        what = of.what;
        answer = static_cast<std::uint32_t>(of.answer);
        size = static_cast<std::uint32_t>(std::min(of.bytes.size(), sizeof bytes));
        std::memcpy(bytes, of.bytes.data(), size);
    }
    fuzz_case read() const { return {what, answer, std::string{bytes, size}}; }
};

blackboard& shared() {
    static auto* const board = static_cast<blackboard*>(
        ::mmap(nullptr, sizeof(blackboard), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    if (board == MAP_FAILED) throw std::system_error{errno, std::generic_category(), "no shared memory"};
    return *board;
}

void try_query(scene& in, const std::string& callback) {
    const auto login = begun(in);
    const auto query =
        filled_in(callback, {{"code", login.code}, {"state", login.state}, {"person", person_of(login.code)}});
    const guarded brought{query};
    idp::owned<idp_grant> grant;
    expect_understood(in.plugin->come_back(brought.bytes(), {login.transaction}, grant), grant, query);
}

// What the cases of one process share.
struct workshop {
    trial& of;
    std::optional<scene> in{};                // for queries, which do not change it
    const certificate_authority authority{};  // for configurations
};

// Without the network: a mutated address may be that of anybody.
void try_config(workshop& with, const test_recipe& mutated) {
    auto& t = with.of;
    attentive_host host;
    const guarded text{std::string_view{mutated.config_json("https://localhost:9", with.authority.pem_file())}};
    const auto request = create_request("validator/1", text.bytes());
    const attentive_host::visit inside{host};
    idp_instance* made = nullptr;
    auto err = idp::make_error();
    const auto status = t.table().create(&host.table(), &request, &made, &err);
    expect(status == IDP_OK || status == IDP_E_CONFIG || status == IDP_E_INVALID,
           "create answered " + name_of(status) + " to a wrong configuration instead of IDP_E_CONFIG");
    expect((status == IDP_OK) == (made != nullptr), "create failed and left *out other than null, or gave no instance");
    if (const auto* const check = t.extension<idp_config_check_v1>(IDP_CONFIG_CHECK_V1)) {
        idp::owned<idp_config_issues> issues;
        const auto config = idp::str(text.bytes());
        const auto checked = check->check(&config, nullptr, issues.out(), &err);
        expect(checked == IDP_OK, "idp.config-check/1 check answered " + name_of(checked) + " instead of issues");
        expect(status != IDP_OK || issues->issues.count == 0,
               "idp.config-check/1 finds an issue with a configuration that create accepts");
    }
    t.table().destroy(made);
}

void expect_account(const idp_account& who) {
    for (const auto& [name, text] : {std::pair{"issuer", who.issuer}, {"subject", who.subject}})
        expect(text.len > 0 && text.len <= IDP_MAX_SUBJECT && is_utf8(idp::view(text)),
               std::string{"resolve_account gave an account whose "} + name + " is empty, too long or not UTF-8");
    expect(who.verdict >= IDP_VERDICT_MEMBER && who.verdict <= IDP_VERDICT_INACTIVE,
           "resolve_account gave an account without a verdict");
}

// What the provider's server answers is no fault of the host's, and none of the plugin's.
void try_answers(const trial& t, const test_recipe& mutated) {
    trial of{t.library, mutated, t.rounds, t.seed};
    scene in{of};
    idp::owned<idp_account> account;
    const auto said = in.plugin->resolve(in.plugin->grant_token(), account, {.timeout = std::chrono::seconds{2}});
    if (said.ok()) return expect_account(*account);
    const bool typed = said.status < 0 && said.status != IDP_E_INVALID && said.status != IDP_E_INTERNAL &&
                       said.status != IDP_E_WRONG_PROCESS;
    expect(typed, "resolve_account answered " + said.story() + " to what the provider's server said");
    expect(account->issuer.len == 0 && account->subject.len == 0 && !account->owner.release,
           "resolve_account failed and left something in its result");
}

void try_case(workshop& with, const fuzz_case& of) {
    auto recipe = with.of.recipe;
    switch (of.what) {
        case spoiled::query:
            if (!with.in) with.in.emplace(with.of);
            return try_query(*with.in, of.bytes);
        case spoiled::config: recipe.config = of.bytes; return try_config(with, recipe);
        case spoiled::body: recipe.answers.at(of.answer).body = of.bytes; break;
        case spoiled::content_type: recipe.answers.at(of.answer).content_type = of.bytes; break;
    }
    with.in.reset();  // a token that this process has kept would spare the answers
    try_answers(with.of, recipe);
}

// Queries and configurations are tried a hundred times as fast as answers.
fuzz_case next_case(const trial& t, std::mt19937_64& random) {
    const auto& answers = t.recipe.answers;
    fuzz_case out{spoiled::query, 0, t.recipe.callback};
    const auto dice = random() % 100;
    if (dice >= 55) out = {spoiled::config, 0, t.recipe.config};
    if (dice >= 90 && !answers.empty()) {
        out.what = dice == 99 ? spoiled::content_type : spoiled::body;
        out.answer = random() % answers.size();
        out.bytes = dice == 99 ? answers[out.answer].content_type : answers[out.answer].body;
    }
    mutate(out.bytes, random);
    return out;
}

void try_many(trial& t) {
    std::mt19937_64 random{t.seed};
    workshop with{t};
    for (unsigned i = 0; i < t.rounds; ++i) {
        const auto next = next_case(t, random);
        shared().write(next);
        try_case(with, next);
    }
}

void try_written(trial& t) {
    workshop with{t};
    try_case(with, shared().read());
}

constexpr contract_test many{"fuzz", "Whatever it meets, the contract is kept.", "R18 R26", needs::instance, try_many};
constexpr contract_test written{"replay", many.promise, many.rules, needs::instance, try_written};

verdict in_a_child(const contract_test& test, const subject& of) {
    const contract_test* const tests[] = {&test};
    return run_all(tests, of, {.jobs = 1}, [](const auto&) {}).front();
}

void expect_recipe(const subject& of) {
    if (!of.recipe || !of.recipe->has_instance())
        throw std::runtime_error{"fuzz needs a recipe with a configuration and a callback: docs/validator.md"};
}

}  // namespace

int fuzz(const subject& of, std::chrono::minutes how_long, std::ostream& told) {
    expect_recipe(of);
    int found = 0;
    std::uint64_t tried = 0;
    auto batch = of;
    batch.rounds = 500;
    shared();
    for (const auto end = std::chrono::steady_clock::now() + how_long; std::chrono::steady_clock::now() < end;
         ++batch.seed) {
        const auto said = in_a_child(many, batch);
        tried += batch.rounds;
        if (!said.failed()) continue;
        const auto file = "fuzz-" + std::to_string(batch.seed) + ".json";
        std::ofstream{file} << shared().read().text(said.text);
        told << file << ": " << said.text << '\n' << said.output << std::flush;
        ++found;
    }
    told << tried << " cases up to seed " << batch.seed - 1 << ", " << found << " found\n";
    return found;
}

bool replay(const subject& of, const std::filesystem::path& file, std::ostream& told) {
    expect_recipe(of);
    shared().write(fuzz_case::read(file));
    const auto said = in_a_child(written, of);
    told << file.string() << ": " << (said.failed() ? said.text : "passes") << '\n' << said.output;
    return !said.failed();
}

}  // namespace validator
