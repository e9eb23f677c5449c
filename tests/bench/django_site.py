"""What B20 compares the host's login page with: the same form, as Django makes it.

gunicorn runs it: a template, the CSRF and session middleware, nobody signed in, no database.
"""
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import path
from django.views.decorators.cache import never_cache

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body><main><h1>{{ title }}</h1>
<form method="post" action="/login"><input type="hidden" name="csrf" value="{{ csrf }}">
{% for field in fields %}<label for="{{ field.name }}">{{ field.label }}</label>
<input id="{{ field.name }}" name="{{ field.name }}" type="{{ field.type }}" autocomplete="{{ field.autocomplete }}">
{% endfor %}<button type="submit">{{ title }}</button></form>
{% for one in providers %}<a class="button" href="{{ one.target }}"><span>{{ one.label }}</span></a>{% endfor %}
</main></body></html>
"""
FIELDS = [
    {"name": "user", "label": "User name", "type": "text", "autocomplete": "username"},
    {"name": "password", "label": "Password", "type": "password", "autocomplete": "current-password"},
]
PROVIDERS = [{"label": "企业微信", "target": "/api/v1/idp/acme/1/login"}]


@never_cache
def login(request):
    values = {"title": "Sign in", "csrf": get_token(request), "fields": FIELDS, "providers": PROVIDERS}
    return HttpResponse(engines["django"].from_string(PAGE).render(values, request))


urlpatterns = [path("login", login)]
settings.configure(
    SECRET_KEY="for a benchmark on loopback",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
application = get_wsgi_application()
