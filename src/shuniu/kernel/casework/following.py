"""Letting a citizen follow their own matter with its number and query code, of whatever kind, without an account.

A kind that citizens follow keeps the fingerprint of the code in ``query_hash`` of its detail row, and names its page for
them (``Procedure.citizen_page``). The code is shown once; the product cannot say it again.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.signing import BadSignature
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.pages import ClockCard, clock_card
from shuniu.kernel.casework.procedure import CITIZEN
from shuniu.kernel.casework.registry import procedure_of
from shuniu.kernel.law import labels
from shuniu.kernel.organisation.personal import fingerprint
from shuniu.kernel.organisation.tree import tree

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, 1, I and L: a query code is read out over the telephone."""
CODE_LENGTH = 8
_DAY = re.compile(r"[0-9]{4}-[0-1][0-9]-[0-3][0-9]")
FOLLOW = "follow"
FOLLOW_SECONDS = 3600
"""An hour: long enough to read and answer, short enough for a shared telephone."""


def new_code(key: str | None = None) -> str:
    """A query code. From the submission's key it is always the same: a double click must not show two codes."""
    if key is None:
        return "".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH))
    made = hmac.new(settings.SECRET_KEY.encode(), f"query-code:{key}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in made[:CODE_LENGTH])


def normal_code(code: str) -> str:
    """As people type it: lower case, spaces and dashes are forgiven."""
    return "".join(code.upper().split()).replace("-", "")


def matter_by_code(number: str, code: str) -> Matter | None:
    """The matter of that number if the code is its own, else None: nobody learns which of the two was wrong."""
    matter = Matter.objects.filter(number="".join(filter(str.isalnum, number)).upper()).first()
    procedure = procedure_of(matter.kind, matter.procedure_version) if matter else None
    stored = ""
    if matter is not None and procedure is not None and procedure.citizen_page:
        stored = procedure.detail.objects.filter(pk=matter.pk).values_list("query_hash", flat=True).first() or ""
    # Compared whether or not there is such a number, so that the time taken tells nothing.
    return matter if constant_time_compare(stored, fingerprint(normal_code(code)) or "-") else None


def citizen_url(matter: Matter) -> str:
    """Where the holder of number and code reads this matter."""
    return reverse(procedure_of(matter.kind, matter.procedure_version).citizen_page, args=[matter.number])


def followed(
    cookies: Mapping[str, str], number: str, read_signed: Callable[..., str | None], *, kind: str
) -> Matter | None:
    """The matter whose code this browser gave within the hour, if it is the one of that number and kind."""
    if FOLLOW not in cookies:
        return None
    try:
        matter_id = int(read_signed(FOLLOW, max_age=FOLLOW_SECONDS) or "")
    except (BadSignature, ValueError, KeyError):
        return None
    return Matter.objects.filter(pk=matter_id, number=number, kind=kind).first()


# --- What the citizen reads ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One line of the citizen's timeline."""

    at: datetime
    text: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class PublicView:
    """What any matter shows to the holder of its number and code: where it stands, what happened, until when, what they may do."""

    matter: Matter
    status: str
    unit: str
    entries: list[PublicEntry]
    clocks: list[ClockCard]
    """The clocks that concern the citizen, those that run first."""
    may: list[str]


def public_view(case: Case, passages: Iterable[Passage], *, now: datetime) -> PublicView:
    """The citizen's view of a case, made from the same passages as the office's timeline."""
    kept = list(passages)
    state = case.procedure.states[case.matter.state]
    shown = [clock for name, clock in case.clocks.items() if case.procedure.clocks[name].public]
    shown.sort(key=lambda clock: (clock.stopped_at is not None, clock.safe_due))
    return PublicView(
        case.matter,
        _(state.public or state.label),
        tree().name(case.matter.unit_id),
        entries_of(case, kept),
        [clock_card(clock, case.procedure, now) for clock in shown],
        may_take(case),
    )


def entries_of(case: Case, passages: Iterable[Passage]) -> list[PublicEntry]:
    """The passages that are the citizen's to see, each with its sentence filled in. Newest first."""
    entries: list[PublicEntry] = []
    unit = ""
    for passage in passages:
        unit = passage.data.get("unit_name") or unit
        sentence = case.procedure.steps[passage.step].public
        if sentence is None:
            continue
        known = _Known({"unit_name": unit or _("承办单位"), **{name: _told(one) for name, one in passage.data.items()}})
        late = any(change.get("late") and case.procedure.clocks[name].public for name, change in passage.clocks.items())
        entries.append(PublicEntry(passage.at, _(sentence) % known, late))
    return entries[::-1]


def _told(value: object) -> object:
    """A day, which a passage keeps as the machine writes it, as people do."""
    return labels.day(date.fromisoformat(value)) if isinstance(value, str) and _DAY.fullmatch(value) else value


class _Known(dict[str, object]):
    """A particular that a passage lacks is shown as a dash, never as an error on a citizen's page."""

    def __missing__(self, key: str) -> str:
        return "—"


def may_take(case: Case) -> list[str]:
    """Names of the steps that the citizen can take now."""
    return [
        step.name
        for step in case.procedure.leaving(case.matter.state)
        if CITIZEN in step.by and (step.at_most is None or case.taken[step.name] < step.at_most)
    ]
