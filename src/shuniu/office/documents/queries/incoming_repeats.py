"""重复来文: a paper that came before, by number and organ, by title, or by its words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from shuniu.kernel.casework.models import Matter
from shuniu.kernel.insight.duplicates import similarity
from shuniu.kernel.workdays.periods import local_day
from shuniu.office.documents.models.incoming import Incoming
from shuniu.office.documents.procedures.incoming import IncomingPaper

WITHIN, READ, SHOWN = timedelta(days=400), 400, 5
TITLE_LEAST, TEXT_LEAST = 88.0, 0.6
_SIGNS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A paper that may be the same. ``why`` says by what it was recognised, ``same`` that number and organ agree."""

    number: str
    title: str
    organ: str
    original_number: str
    received_at: datetime | None
    state: str
    why: str
    same: bool
    text: str
    matter_id: int


def key_of(text: str, most: int = 80) -> str:
    """Letters, digits and characters only: 云水〔2026〕8 号 and 云水[2026]8号 are one number."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))[:most]


def earlier(title: str, organ: str, original_number: str, text: str, *, now: datetime) -> list[Earlier]:
    """Papers of the last thirteen months that this one may repeat: exact ones by index, near ones among the newest."""
    number_key, title_key = key_of(original_number), key_of(title, 120)
    exact = Q(pk__in=[])
    if number_key:
        exact |= Q(number_key=number_key)
    if title_key:
        exact |= Q(title_key=title_key)
    rows = Incoming.objects.select_related("matter").defer("text")
    found = {one.pk: one for one in rows.filter(exact).order_by("-pk")[:SHOWN]}
    near = rows.filter(organ=organ, matter__received_at__gte=now - WITHIN).order_by("-pk")[:READ] if organ else []
    for one in near:
        if len(found) < SHOWN and fuzz.ratio(title_key, one.title_key) >= TITLE_LEAST:
            found.setdefault(one.pk, one)
    texts = dict(Incoming.objects.filter(pk__in=found).values_list("pk", "text"))
    lines = [_line(one, texts[one.pk], organ, number_key, title_key, text) for one in found.values()]
    return sorted(lines, key=lambda one: not one.same)


def _line(one: Incoming, own: str, organ: str, number_key: str, title_key: str, text: str) -> Earlier:
    alike = round(100 * similarity(text[:2000], own[:2000])) if text and own else 0
    same_number = bool(number_key) and one.number_key == number_key
    same = same_number and (not organ or key_of(organ) == key_of(one.organ))
    whys = [
        _("来文单位和文号相同") if same else _("文号相同，来文单位不同") if same_number else "",
        _("标题相同") if title_key and one.title_key == title_key else _("标题相近") if not same_number else "",
        _("正文相同%(share)s%%") % {"share": alike} if alike >= 100 * TEXT_LEAST else "",
    ]
    return Earlier(
        one.matter.number or "", one.title, one.organ, one.original_number, one.received_at,
        _(IncomingPaper.states[one.matter.state].label), "，".join(filter(None, whys)), same, own[:1200], one.pk,
    )  # fmt: skip


def taken_on(one: Earlier) -> str:
    return local_day(one.received_at).isoformat() if one.received_at else ""


def matter_numbered(number: str) -> Matter | None:
    return Matter.objects.filter(kind=IncomingPaper.kind, number=number).first()
