"""What is to be looked at in a draft: the rules on who writes to whom, and the proofreading of title and text, as one list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shuniu.office.documents.models import KeptFinding
from shuniu.office.documents.proofing import Finding as Slip
from shuniu.office.documents.proofing import Kept, proof, without_kept
from shuniu.office.documents.queries.drafting import FIELDS
from shuniu.office.documents.rules.checking import check
from shuniu.office.documents.rules.papers import Draft, Finding, Mend

TONES = {"error": "bad", "warning": "warn", "hint": "info"}
SHOWN = 80
"""So many findings are shown at once; the rest appear as these are dealt with."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding as the panel shows it. ``start`` and ``end`` are characters of the field's text."""

    field: str
    start: int
    end: int
    text: str
    rule: str
    severity: str
    message: str
    cite: str
    suggestion: str | None
    mends: tuple[Mend, ...] = ()

    @property
    def where(self) -> str:
        return str(FIELDS.get(self.field, self.field))

    @property
    def tone(self) -> str:
        return TONES[self.severity]

    @property
    def instead(self) -> str:
        """What to write, where the message has not said it."""
        return self.suggestion if self.suggestion and self.suggestion not in self.message else ""

    @property
    def word(self) -> str:
        return {"error": _("须改"), "warning": _("请核对"), "hint": _("提示")}[self.severity]

    # What the buttons of the plain form send, and what a script reads off them.
    @property
    def accepting(self) -> str:
        return _said("accept", self.rule, self.text, self.start)

    @property
    def ignoring(self) -> str:
        return _said("ignore", self.rule, self.text)

    @property
    def offers(self) -> list[Offer]:
        return [
            Offer(one.label, _said("mend", self.rule, self.text, at), json.dumps(one.values, ensure_ascii=False))
            for at, one in enumerate(self.mends)
        ]


@dataclass(frozen=True, slots=True)
class Offer:
    """A mend as a button: its label, the command without script, and the values of fields that a script puts."""

    label: str
    command: str
    values: str


def _said(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Proofs:
    """What was found, the gravest first; ``more`` are not shown, ``kept`` were left with a reason."""

    found: Sequence[Shown]
    more: int
    kept: Sequence[KeptFinding]

    def count(self, severity: str) -> int:
        return sum(one.severity == severity for one in self.found)

    @property
    def summary(self) -> str:
        """How many, in words, for the head of the panel and for those who listen."""
        total = len(self.found) + self.more
        if not total:
            return _("没有发现问题")
        words = ngettext("%(count)d 处", "%(count)d 处", total) % {"count": total}
        grave = self.count("error")
        return words + (_("，其中须改 %(count)d 处") % {"count": grave} if grave else "")

    @property
    def tone(self) -> str:
        return next((TONES[one] for one in ("error", "warning", "hint") if self.count(one)), "good")


def look(draft: Draft, annexes: Sequence[str], kept: Sequence[KeptFinding]) -> Proofs:
    """Everything that is to be looked at, without what was left with a reason."""
    decided = {(one.rule, one.words) for one in kept}
    ruled = [_of_rule(one) for one in check(draft)]
    slips = proof(draft.text, kind=draft.kind.name, title=draft.title, context={"annexes": list(annexes)})
    slips = without_kept(slips, [Kept(one.rule, one.words, one.reason) for one in kept])
    titled = any(one.field == "title" for one in ruled)
    proved = [_of_slip(one) for one in slips if one.end or not titled]
    found = [one for one in (*ruled, *proved) if (one.rule, one.text) not in decided]
    found.sort(key=lambda one: (list(TONES).index(one.severity), one.field == "text", one.start))
    return Proofs(found[:SHOWN], max(len(found) - SHOWN, 0), kept)


def _of_rule(one: Finding) -> Shown:
    return Shown(
        one.field, one.start, one.end, one.text, one.rule, one.severity.value, one.message, one.basis.cite(),
        one.suggestion, one.mends,
    )  # fmt: skip


def _of_slip(one: Slip) -> Shown:
    """The proofreader's finding; one at 0, 0 is about the title, its source stands in brackets at the message's end."""
    message, source = one.message, ""
    if message.endswith("）") and "（" in message:
        head, _bracket, tail = message.rpartition("（")
        message, source = head, tail[:-1]
    field = "text" if one.end else "title"
    return Shown(field, one.start, one.end, one.text, one.rule, one.severity, message, source, one.suggestion)


def mend_named(found: Iterable[Shown], rule: str, words: str, place: int) -> dict[str, str]:
    """The values of a mend that a button without script names."""
    for one in found:
        if one.rule == rule and one.text == words and place < len(one.mends):
            return dict(one.mends[place].values)
    return {}
