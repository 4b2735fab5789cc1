"""The floor: a bare Django application that does the least that such an intake, list or page could do.

One transaction: a number from a counter row and four inserts (matter, passage, event, job); one page: one indexed read.
No form, no session, no template inheritance, no checks. Run as ``granian bench.floor:application``.
"""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from shuniu.site import environment as env

DATABASE = env.database("FLOOR_DATABASE_URL", env.folder("FLOOR_DATA", env.Path("var/floor")) / "floor.sqlite3")

if not settings.configured:
    settings.configure(
        ROOT_URLCONF="bench.floor",
        SECRET_KEY="floor" * 10,
        ALLOWED_HOSTS=["*"],
        DATABASES={"default": DATABASE},
        MIDDLEWARE=[],
        INSTALLED_APPS=["bench"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()

from django.db import connection, models, transaction
from django.utils import timezone


class Counter(models.Model):
    name = models.CharField(max_length=20, unique=True)
    value = models.BigIntegerField(default=0)

    class Meta:
        app_label = "bench"


class Matter(models.Model):
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=20)
    received_at = models.DateTimeField()

    class Meta:
        app_label = "bench"


class Passage(models.Model):
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE)
    step = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        app_label = "bench"


class Event(models.Model):
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        app_label = "bench"


class Job(models.Model):
    name = models.CharField(max_length=40)
    argument = models.BigIntegerField()

    class Meta:
        app_label = "bench"


MODELS: list[Any] = [Counter, Matter, Passage, Event, Job]


def create_tables() -> None:
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    Counter.objects.create(name="n")


def intake(request: HttpRequest) -> HttpResponse:
    now, text = timezone.now(), request.POST.get("text", "")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE bench_counter SET value = value + 1 WHERE name = 'n' RETURNING value")
            number = cursor.fetchone()[0]
        matter = Matter.objects.create(number=str(number), title=text[:60], text=text, state="new", received_at=now)
        Passage.objects.create(matter=matter, step="register", at=now)
        Event.objects.create(matter=matter, body=text, at=now)
        Job.objects.create(name="after", argument=matter.pk)
    return HttpResponse(str(number))


def read(request: HttpRequest) -> HttpResponse:
    matter = Matter.objects.get(number=request.GET["number"])
    return HttpResponse(f"<h1>{matter.title}</h1><p>{matter.text}</p>")


urlpatterns = [path("intake", intake), path("read", read)]
application = get_wsgi_application()
