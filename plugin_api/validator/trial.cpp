#include "validator/trial.hpp"

#include "validator/network/certificates.hpp"

namespace validator {
namespace {

constexpr char nobody[] = "https://localhost:9";  // discard

// The first required member that the table does not have.
const char* missing_in(const idp_plugin_v1* table) {
#define MISSING(member) \
    if (!table->member) return #member
    MISSING(descriptor);
    MISSING(create);
    MISSING(destroy);
    MISSING(build_authorize_url);
    MISSING(prepare);
    MISSING(handle_callback);
    MISSING(resolve_account);
    MISSING(cancel);
    MISSING(get_extension);
#undef MISSING
    return nullptr;
}

// Opened as a host does it: absolute path, after a look at who may write the file.
const idp_plugin_v1* entered(const std::filesystem::path& library) {
    const auto entry = [&] {
        try {
            return idp::provider::entry_of(library);
        } catch (const idp::load_error& why) {
            throw no_provider{why.what()};
        }
    }();
    return entry();
}

}  // namespace

trial::trial(std::filesystem::path file, test_recipe how, unsigned times, std::uint64_t random_seed)
    : library{std::move(file)}, recipe{std::move(how)}, rounds{times}, seed{random_seed} {}

trial::~trial() = default;

const idp_plugin_v1& trial::table() {
    if (table_) return *table_;
    const auto* table = entered(library);
    if (!table) throw no_provider{"idp_plugin_entry_v1 returned null. It returns the provider's table, always."};
    if (table->struct_size < IDP_PLUGIN_V1_MINOR_0)
        throw no_provider{"the struct_size of the table is " + std::to_string(table->struct_size) +
                          ". It is at least that of minor 0, " + std::to_string(IDP_PLUGIN_V1_MINOR_0) + "."};
    if (const auto* missing = missing_in(table))
        throw no_provider{std::string{missing} + " of the table is null. It is required."};
    if (table->flags & IDP_FLAGS_CRITICAL)
        throw no_provider{"flags of the table has a critical bit. Minor 0 has none, so no host can load it."};
    if (table->min_host_minor > IDP_ABI_MINOR)
        throw no_provider{"min_host_minor is " + std::to_string(table->min_host_minor) +
                          ", and this validator is a host of minor " + std::to_string(IDP_ABI_MINOR) + "."};
    return table_.emplace(idp::known(table));
}

std::string trial::config_json() {
    if (!recipe.has_network()) return recipe.config_json();
    if (!authority_) authority_ = std::make_unique<certificate_authority>();
    return recipe.config_json(nobody, authority_->pem_file());
}

}  // namespace validator
