"""What Django alone takes for a signed-in page: a second floor beside ``bench.floor``, told apart from it.

``django-admin startproject``'s middleware, a session and a person read from the database, one indexed read, and a
template that extends another. No rights, no list, no clock. Run as ``granian bench.framework:application``.
"""

from __future__ import annotations

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from shuniu.site import environment as env

DATABASE = env.database("FLOOR_DATABASE_URL", env.folder("FLOOR_DATA", env.Path("var/floor")) / "floor.sqlite3")
BASE = "<!doctype html><html lang=zh-CN><title>{% block title %}{% endblock %}</title><nav>{{ user.username }}</nav>{% block main %}{% endblock %}</html>"
PAGE = '{% extends "base" %}{% block title %}{{ matter.title }}{% endblock %}{% block main %}<h1>{{ matter.title }}</h1><p>{{ matter.text }}</p>{% endblock %}'

if not settings.configured:
    settings.configure(
        ROOT_URLCONF="bench.framework",
        SECRET_KEY="floor" * 10,
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": DATABASE},
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "bench",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
                "loaders": [(
                    "django.template.loaders.cached.Loader",
                    [("django.template.loaders.locmem.Loader", {"base": BASE, "page": PAGE})],
                )],
            },
        }],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip
    django.setup()

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.management import call_command
from django.shortcuts import render
from django.test import Client

from bench.floor import Matter


def sign_somebody_in() -> str:
    """Make the tables that ``floor.create_tables`` does not, and a session; its key."""
    call_command("migrate", run_syncdb=False, verbosity=0)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get_or_create(username="clerk")[0])
    return str(client.cookies["sessionid"].value)


@login_required
def read(request: HttpRequest) -> HttpResponse:
    return render(request, "page", {"matter": Matter.objects.get(number=request.GET["number"])})


urlpatterns = [path("read", read)]
application = get_wsgi_application()
