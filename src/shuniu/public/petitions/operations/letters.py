"""A letter as PDF: set anew from the record whenever it is asked for, so that it can only say what was decided."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shuniu.kernel.casework.case import Case, StepRefused
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.typesetting import setting
from shuniu.kernel.typesetting.fonts import NoChineseFont
from shuniu.kernel.typesetting.paper import BadPaper
from shuniu.public.petitions import letters
from shuniu.public.petitions.operations.looking import record_identity
from shuniu.public.petitions.operations.secrets import refuse_secrets
from shuniu.public.petitions.queries import persons
from shuniu.public.petitions.queries.letters import Letter

PREVIEW_PAGES = 4


def typeset(letter: Letter, case: Case, passages: Sequence[Passage], *, name: str, at: datetime) -> bytes:
    """The letter as PDF, addressed to ``name``. Raises NoChineseFont, and BadPaper for what cannot be set."""
    passage = next(one for one in passages if one.seq == letter.seq)
    kind = letters.KINDS[letter.step]
    said = letters.Said(case, passage, passages, name)
    return setting.pdf_of(letters.paper_of(said, kind), at=at).file


def typeset_for(letter: Letter, case: Case, passages: Sequence[Passage], *, actor: Actor, at: datetime) -> bytes:
    """The letter for a member of staff: with the petitioner's name for whoever may know it, and then the look is recorded."""
    shown = persons.shown_to(case, actor)
    name = shown.name
    if shown.may_reveal and not shown.anonymous:
        record_identity(case.matter, actor=actor, at=at, reason=letter.title)
        name = persons.name_of(case.matter.pk)
    return typeset(letter, case, passages, name=name, at=at)


# --- Before it is issued -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Preview:
    """The pages of an opinion that is not issued yet. ``refused`` says why there are none."""

    pages: Sequence[str] = ()
    """Pictures, as addresses of images."""
    total: int = 0
    refused: str = ""


def draft_of(
    case: Case, passages: Sequence[Passage], actor: Actor, at: datetime, data: Mapping[str, Any] | None = None
) -> setting.Set:
    """The opinion as it would be issued now, from what is typed or else from the last draft; the petitioner masked."""
    drafted = next((one for one in reversed(passages) if one.step == "draft_opinion"), None)
    typed = dict(data) if data is not None else dict(drafted.data if drafted is not None else {})
    refuse_secrets(*(value for value in typed.values() if isinstance(value, str)))
    seq = case.matter.seq + 1
    unit = case.matter.unit_id
    draft = Passage(matter=case.matter, seq=seq, step="draft_opinion", data=typed, at=at, unit_id=unit)
    issue = Passage(matter=case.matter, seq=seq + 1, step="issue_opinion", data={}, at=at, unit_id=unit)
    said = letters.Said(case, issue, [*passages, draft, issue], persons.shown_to(case, actor).name)
    paper = letters.paper_of(said, letters.KINDS["issue_opinion"])
    return setting.pdf_of(paper, at=at, draft=True)


def preview(
    case: Case, passages: Sequence[Passage], actor: Actor, at: datetime, data: Mapping[str, Any] | None = None
) -> Preview:
    """The same as pictures. Never fails: it says why nothing is shown."""
    try:
        made = draft_of(case, passages, actor, at, data)
    except (BadPaper, NoChineseFont, StepRefused) as error:
        return Preview(refused=str(error))
    shown = range(1, min(made.pages, PREVIEW_PAGES) + 1)
    return Preview([_address(setting.png_page(made.file, one)) for one in shown], made.pages)


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{b64encode(png).decode()}"
