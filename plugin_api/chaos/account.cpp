#include "account.hpp"

#include "odd_texts.hpp"
#include "results.hpp"

#include <array>

namespace chaos {
namespace {

constexpr std::size_t largest_claims = 1024 * 1024, long_name = 64 * 1024;

struct texts {
    std::uint32_t verdict = IDP_VERDICT_MEMBER, flags = 0;
    std::string issuer, subject, display_name, email, phone, avatar_url, claims_json = "{}";
};

// Nobody of these is the person of the configuration, however much a host might think so.
void disguise(texts& as, std::uint32_t turn) {
    const auto real = as.subject;
    switch (turn % 8) {
        case 0: as.subject[0] = static_cast<char>(real[0] - 'a' + 'A'); break;
        case 1: as.subject = real + " "; break;
        case 2: as.subject = " " + real; break;
        case 3: as.subject = real + "\xE2\x80\x8B"; break;
        case 4: as.subject = real + "\t"; break;
        case 5: as.issuer += real.substr(0, 1), as.subject = real.size() > 1 ? real.substr(1) : "1"; break;
        case 6: as.issuer += "#external", as.verdict = IDP_VERDICT_EXTERNAL; break;
        case 7: as.subject = real + "%"; break;
    }
    as.display_name = "admin";
    as.email = real + "@example.com";  // not verified
    as.phone = "10086";
}

void enlarge(texts& who) {
    who.issuer = filled(IDP_MAX_ISSUER, who.issuer + "/");
    who.subject = filled(IDP_MAX_SUBJECT, "长");
    who.display_name = filled(long_name, "名字");
    who.email = filled(8192, "a") + "@example.com";
    who.phone = filled(4096, "1");
    who.avatar_url = "https://example.com/" + filled(16 * 1024, "a");
    who.claims_json = "{\"deep\":" + std::string(24, '[') + std::string(24, ']') + ",\"long\":\"";
    who.claims_json += filled(largest_claims - who.claims_json.size() - 2, "声明") + "\"}";
}

void make_hostile(texts& who, std::uint32_t turn) {
    const auto text = [&](std::uint32_t field) {
        return std::string{hostile_texts()[(turn + field) % hostile_texts().size()]};
    };
    who.display_name = text(0);
    who.email = text(1);
    who.phone = text(2);
    who.avatar_url = "https://example.com/\"><script>alert(1)</script>";
    who.claims_json = R"({"<script>alert(1)</script>": "\u0000\ud83d\ude00", "a\"b": [null, 1e300, -0.0]})";
    who.flags = IDP_ACCOUNT_EMAIL_VERIFIED | IDP_ACCOUNT_PHONE_VERIFIED;
}

void choose_verdict(texts& who, std::uint32_t turn) {
    who.verdict = IDP_VERDICT_MEMBER + turn % 4;
    if (who.verdict == IDP_VERDICT_LINKED) who.issuer += "#linked";
    if (who.verdict == IDP_VERDICT_EXTERNAL) who.issuer += "#external";
}

texts texts_of(const idp_instance& self, behaviour act, std::uint32_t turn) {
    texts out;
    out.issuer = "chaos:" + self.id;
    out.subject = self.config.subject;
    out.display_name = self.config.subject;
    if (act == behaviour::hostile_texts) make_hostile(out, turn);
    if (act == behaviour::lookalikes) disguise(out, turn);
    if (act == behaviour::verdicts) choose_verdict(out, turn);
    if (act == behaviour::large_account) enlarge(out);
    if (act == behaviour::partial_account) {
        out.flags = IDP_ACCOUNT_PARTIAL;
        out.display_name.clear();
        out.claims_json.clear();
    }
    return out;
}

idp_account kept(texts who) {
    idp::storage owns;
    idp_account out{};
    out.verdict = who.verdict;
    out.flags = who.flags;
    out.issuer = owns.keep(std::move(who.issuer));
    out.subject = owns.keep(std::move(who.subject));
    out.display_name = owns.keep(std::move(who.display_name));
    out.email = owns.keep(std::move(who.email));
    out.phone = owns.keep(std::move(who.phone));
    out.avatar_url = owns.keep(std::move(who.avatar_url));
    out.claims_json = owns.keep(std::move(who.claims_json));
    out.owner = std::move(owns).give_away();
    return out;
}

idp_account nobodys() {
    idp_account out{};
    out.verdict = IDP_VERDICT_MEMBER;
    out.issuer = idp::str("chaos:static");
    out.subject = idp::str("static");
    return out;
}

idp_account one_of_several(const idp_instance& self) {
    idp_account out{};
    out.verdict = IDP_VERDICT_MEMBER;
    out.issuer = idp::str(self.texts->issuer);
    out.subject = idp::str(self.texts->subject);
    out.display_name = idp::str(self.texts->name);
    out.owner = self.texts->lend();
    return out;
}

}  // namespace

idp_account make_account(const idp_instance& self, std::uint32_t turn, bool repeated) {
    const auto act = self.does(turn);
    auto out = act == behaviour::nothing_owned       ? nobodys()
               : act == behaviour::shared_allocation ? one_of_several(self)
                                                     : kept(texts_of(self, act, turn));
    out.flags |= later_flag(act) | (repeated ? IDP_ACCOUNT_REPEATED : 0);
    return out;
}

}  // namespace chaos
