#include "validator/attempt.hpp"

#include "validator/trial.hpp"

// Of LeakSanitizer; null without it.
extern "C" [[gnu::weak]] int __lsan_do_recoverable_leak_check();

namespace validator {
namespace {

std::string want_of(const contract_test& test, const subject& of, verdict& said) {
    const bool needs_instance = test.of != needs::nothing;
    said.for_want_of_recipe = needs_instance && !of.recipe;
    if (said.for_want_of_recipe)
        return "there is no recipe beside the library: docs/validator.md says how to write one";
    if (test.of == needs::network && !of.recipe->has_network())
        return "the recipe has no answers: this provider needs no network";
    return {};
}

void run(const contract_test& test, const subject& of, verdict& said) {
    trial tried{of.library, of.recipe.value_or(test_recipe{}), of.rounds, of.seed};
    try {
        test.run(tried);
        said.kind = tried.warnings().empty() ? outcome_kind::pass : outcome_kind::warn;
    } catch (const skipped& why) {
        said.kind = outcome_kind::skip;
        said.text = why.what();
    } catch (const std::exception& why) {
        said.kind = outcome_kind::fail;
        said.text = why.what();
        said.no_provider = dynamic_cast<const no_provider*>(&why) != nullptr;
    }
    said.warnings = tried.warnings();
}

// Otherwise asked at an exit, which a test's process does not come to.
void look_for_leaks(verdict& said) {
    if (said.failed() || !__lsan_do_recoverable_leak_check || !__lsan_do_recoverable_leak_check()) return;
    said.kind = outcome_kind::fail;
    said.text = "memory was leaked: see LeakSanitizer's report";
}

}  // namespace

verdict attempt(const contract_test& test, const subject& of) {
    const auto begin = std::chrono::steady_clock::now();
    verdict said{.test = &test, .kind = outcome_kind::skip};
    said.text = want_of(test, of, said);
    if (said.text.empty()) {
        run(test, of, said);
        look_for_leaks(said);
    }
    said.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    return said;
}

}  // namespace validator
