"""A small host: prints who a person of the simulated company is, and what people are told if the secret is wrong."""
from company import CONFIG, REDIRECT_URI, WRONG_CONFIG, create, open_provider, walk

from idp_plugin import ProviderError


def log_in(config):
    with create(provider, config) as wecom:
        begun = wecom.build_authorize_url(REDIRECT_URI, locale="en")
        wecom.prepare()
        grant = wecom.handle_callback(walk(begun.location), [begun.transaction], REDIRECT_URI, locale="en")
        account = wecom.resolve_account(grant.token, locale="en")
        return f"{account.issuer} {account.subject}"


provider = open_provider()
print(log_in(CONFIG))
try:
    print(log_in(WRONG_CONFIG))
except ProviderError as why:
    print(f"{why.status.value} {why.reason}: {why.public_text}")
