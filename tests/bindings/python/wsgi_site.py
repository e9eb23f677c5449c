"""A small host as gunicorn and uWSGI run it: the master opens the provider, each worker has an instance of its own.

    GET /login          303 to WeCom, with the transaction in a cookie
    GET /callback?...   who it was, and by which worker; not before every worker has a callback to answer
"""
import http.cookies
import json
import multiprocessing
import os

from company import REDIRECT_URI, WORKERS, create, open_provider

from idp_plugin import ProviderError

provider = open_provider()
inherited = create(provider)
inherited.prepare()  # the provider's thread runs in the master when it forks
all_workers = multiprocessing.Barrier(WORKERS)
instances = {}


def instance():
    """Of this process. A server may have forked at any time: post_fork and @postfork would do as well."""
    if os.getpid() not in instances:
        instances[os.getpid()] = create(provider)
    return instances[os.getpid()]


def what_the_masters_instance_says():
    try:
        inherited.build_authorize_url(REDIRECT_URI)
    except ProviderError as why:
        return why.status.name
    return "OK"


def login(request):
    begun = instance().build_authorize_url(REDIRECT_URI, user_agent=request.get("HTTP_USER_AGENT", ""))
    cookie = f"idp_tx={begun.transaction}; HttpOnly; SameSite=Lax; Path=/; Max-Age={begun.lifetime_s}"
    return "303 See Other", [("Location", begun.location), ("Set-Cookie", cookie)], b""


def callback(request):
    all_workers.wait(timeout=60)
    cookies = http.cookies.SimpleCookie(request.get("HTTP_COOKIE", ""))
    grant = instance().handle_callback(request["QUERY_STRING"], [cookies["idp_tx"].value], REDIRECT_URI)
    account = instance().resolve_account(grant.token)
    said = {"worker": os.getpid(), "subject": account.subject, "inherited": what_the_masters_instance_says()}
    return "200 OK", [("Content-Type", "application/json")], json.dumps(said).encode()


def application(request, start_response):
    pages = {"/login": login, "/callback": callback}
    status, headers, body = pages[request["PATH_INFO"]](request)
    start_response(status, headers)
    return [body]
