"""What kernel.web's middleware puts on a request, as far as sign-in needs it. (The web stands above this package.)"""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest

from shuniu.kernel.organisation.actor import Actor


class ActedRequest(HttpRequest):
    actor: Actor
    now: datetime
    today: date
