"""What the pages of the drafting desk have in common: the paper in the hand, the form, what is shown beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import available
from shuniu.kernel.casework.models import Matter
from shuniu.kernel.casework.pages import Opened
from shuniu.kernel.web import idempotency
from shuniu.kernel.web.request import Request
from shuniu.office.documents.forms.draft import DraftForm
from shuniu.office.documents.forms.typed import TEXT_MOST, Typed, typed_of
from shuniu.office.documents.operations import drafts, previewing
from shuniu.office.documents.queries import drafting as asks
from shuniu.office.documents.queries import proofs, versions
from shuniu.office.documents.queries.versions import opened
from shuniu.office.documents.rules.elements import length_of
from shuniu.office.documents.rules.kinds import KINDS

NEW_TABLE = [["序号", "事项", "责任单位", "完成时限"], ["1", "", "", ""], ["2", "", "", ""]]
"""Part of the paper, in its language."""


@dataclass(slots=True)
class Sitting:
    """One person at one paper. ``found`` is None while the paper was never saved."""

    request: Request
    unit_id: int
    found: Opened | None = None
    authors: list[asks.Author] = field(default_factory=list)
    restored_at: Any = None
    older: bool = False
    """Somebody saved a version since this person typed what was kept."""

    @property
    def matter(self) -> Matter | None:
        return self.found.case.matter if self.found else None

    @property
    def number(self) -> str:
        return (self.matter.number or "") if self.matter else ""

    @property
    def scope(self) -> str:
        """Of the form's one-time token."""
        return f"documents.draft.{self.number}"

    @property
    def key(self) -> str:
        """The key in the token that came back; empty for one that is not ours or too old."""
        try:
            return idempotency.key_of(self.request.POST.get(idempotency.FIELD, ""), self.scope)
        except idempotency.BadToken:
            return ""

    @property
    def version(self) -> int:
        return int(self.found.case.detail.version) if self.found else 0

    @property
    def may_save(self) -> bool:
        if self.found is None:
            return True
        return drafts.step_of_saving(self.found.case) in available(self.found.case, self.request.actor)

    @property
    def signed(self) -> bool:
        return self.found is not None and self.found.case.matter.state == "checking"

    def typed(self, given: QueryDict | Mapping[str, Any]) -> Typed:
        return Typed.of(given, self.authors)

    def form(self, data: QueryDict | None = None, initial: Mapping[str, Any] | None = None) -> DraftForm:
        return DraftForm(
            data, initial=dict(initial or {}), authors=self.authors, new=self.found is None, asks_why=self.signed
        )


def sitting(request: Request, number: str) -> Sitting:
    """The desk with a paper on it, or empty. 404 for a stranger to the paper."""
    found = opened(request.actor, number) if number else None
    unit = found.case.detail.unit_id if found else asks.drafting_unit(request.actor)
    if unit is None:
        raise PermissionDenied(_("您还没有拟稿的单位。请联系系统管理员设定。"))
    return Sitting(request, unit, found, asks.authors(unit, request.today, found.case.detail.series if found else None))


def stored(desk: Sitting) -> dict[str, Any]:
    """What the form shows when it is opened: what was being typed, else the newest version, else what the link says."""
    kept = drafts.kept_draft(desk.matter, desk.request.actor)
    if kept is not None and (kept.base == desk.version or "kept" in desk.request.GET):
        desk.restored_at = kept.at
        return dict(kept.content)
    desk.older = kept is not None
    if desk.found is not None:
        return typed_of(drafts.content_of(desk.found.case.matter), desk.found.case.detail)
    asked = desk.request.GET
    return {"kind": asked.get("kind", "通知"), "title": asked.get("title", ""), "recipients": asked.get("to", "")}


def proved(desk: Sitting, typed: Typed) -> proofs.Proofs:
    kept = versions.kept_findings(desk.matter, desk.request.actor.person_id)
    draft = asks.draft_of(typed.words(), desk.request.actor)
    return proofs.look(draft, [title for title, _text in typed.annexes], kept)


def content(desk: Sitting, typed: Typed) -> dict[str, Any]:
    return typed.content(asks.draft_of(typed.words(), desk.request.actor).way)


def command(request: Request) -> list[Any]:
    """What a button of the form asks for besides saving: its name, then its particulars. Empty: save."""
    said = request.POST.get("do", "")
    if not said.startswith("["):
        return [said] if said else []
    try:
        asked = json.loads(said)
    except ValueError:
        return ["proof"]
    return asked if isinstance(asked, list) and asked else ["proof"]


def context(desk: Sitting, form: DraftForm, *, since: Any = (), shows_preview: bool = False) -> dict[str, Any]:
    typed = form.typed
    length = length_of(typed.text)
    return {
        "form": form,
        "desk": desk,
        "matter": desk.matter,
        "number": desk.number,
        "seq": since[-1].seq if since else desk.matter.seq if desk.matter else 0,
        "since": since,
        "proofs": proved(desk, typed),
        "preview": previewing.preview(content(desk, typed), 1, at=desk.request.now) if shows_preview else None,
        "quick": asks.quick(desk.authors),
        "kinds": list(KINDS),
        "table": NEW_TABLE,
        "length": length,
        "specific": length.specific,
        "general": length.general,
        "most": TEXT_MOST,
        "earlier": desk.version - 1,
        "scope": desk.scope,
    }


def whole(text: str | None, otherwise: int = 0) -> int:
    """A number that stands in an address or a hidden field."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else otherwise
