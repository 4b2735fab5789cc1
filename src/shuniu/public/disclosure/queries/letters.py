"""The letters of a request: which there are, and what each is made from, as the request stood then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.casework.pages import Opened
from shuniu.kernel.casework.rebuilding import replay
from shuniu.kernel.law.limits import current_calendar
from shuniu.kernel.organisation.personal import decrypt
from shuniu.kernel.organisation.tree import tree
from shuniu.public.disclosure.letters.story import Story
from shuniu.public.disclosure.letters.table import LETTERS, Letter, To
from shuniu.public.disclosure.models import ThirdParty
from shuniu.public.disclosure.procedures import InformationRequestProcedure
from shuniu.public.disclosure.queries.applicants import person_of


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter in the list of a request's letters."""

    seq: int
    name: str
    to: str
    at: datetime
    url: str
    docx_url: str
    draft: bool


def letters_of(found: Opened) -> list[LetterLine]:
    """All letters that the passages gave rise to, the newest first; of drafts only the one that waits to be signed."""
    number, state = found.case.matter.number, found.case.state
    lines: list[LetterLine] = []
    for passage in reversed(found.passages):
        letter = LETTERS.get(passage.step)
        if letter is None or (letter.draft and (state != "drafted" or any(one.draft for one in lines))):
            continue
        url, docx = (reverse(f"disclosure:letter_{kind}", args=[number, passage.seq]) for kind in ("pdf", "docx"))
        name = "政府信息公开申请重新答复书" if _again(found.passages, passage) else letter.name
        lines.append(LetterLine(passage.seq, name, letter.to.value, passage.at, url, docx, letter.draft))
    return lines


def draft_urls(matter: Matter) -> tuple[str, str]:
    """The draft that waits to be signed, as PDF and as a picture of its first page; empty without one."""
    drafts = Passage.objects.filter(matter=matter, step="draft_reply").order_by("-seq")
    seq = drafts.values_list("seq", flat=True).first()
    if seq is None:
        return "", ""
    pdf, picture = (reverse(f"disclosure:letter_{kind}", args=[matter.number, seq]) for kind in ("pdf", "picture"))
    return pdf, picture


def receipt_url(number: str) -> str:
    """登记回执 of a request that has been received; empty before."""
    seq = Passage.objects.filter(matter__number=number, step="receive").values_list("seq", flat=True).first()
    return reverse("disclosure:letter_pdf", args=[number, seq]) if seq is not None else ""


def letters_to_applicant(passages: list[Passage]) -> list[tuple[int, str, datetime]]:
    """Place, name and moment of each letter that the applicant may read, the newest first: for the citizen's page."""
    return [
        (one.seq, "政府信息公开申请重新答复书" if _again(passages, one) else LETTERS[one.step].name, one.at)
        for one in reversed(passages)
        if one.step in LETTERS and LETTERS[one.step].to is To.APPLICANT and not LETTERS[one.step].draft
    ]


def _again(passages: list[Passage], passage: Passage) -> bool:
    return passage.step == "sign" and any(one.step == "reopen" and one.seq < passage.seq for one in passages)


def letter_at(found: Opened, seq: int, *, to_applicant: bool = False) -> tuple[Letter, Story]:
    """The letter of the passage at that place; 404 where there is none, or none that this reader may have."""
    passage = next((one for one in found.passages if one.seq == seq), None)
    letter = LETTERS.get(passage.step) if passage is not None else None
    if passage is None or letter is None or (to_applicant and (letter.draft or letter.to is not To.APPLICANT)):
        raise Http404
    return letter, _story(found, passage, letter)


def _story(found: Opened, passage: Passage, letter: Letter) -> Story:
    past = [one for one in found.passages if one.seq <= passage.seq]
    matter_id = found.case.matter.pk
    return Story(
        # The request after those passages: a letter tells the date that was right when it was written.
        case=replay(found.case.matter, past, current_calendar(), found.case.detail),
        passage=passage,
        past=past,
        organ=_organ(),
        applicant=person_of(matter_id).name if letter.to is To.APPLICANT else "",
        third_party=_third_party(matter_id, passage.at) if letter.to is To.THIRD_PARTY else "",
    )


def _organ() -> str:
    """本机关: the organ above the disclosure section, else the city's office by its usual name."""
    kept = tree()
    home = kept.by_code.get(InformationRequestProcedure.home)
    above = kept[home].parent_id if home is not None else None
    return kept[above].name if above is not None else f"{settings.CITY}人民政府办公室"


def _third_party(matter_id: int, at: datetime) -> str:
    """Whoever was asked last, at that moment or before."""
    row = ThirdParty.objects.filter(matter_id=matter_id, asked_at__lte=at).order_by("-asked_at", "-pk").first()
    return decrypt(row.name) if row is not None else ""
