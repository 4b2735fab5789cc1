"""What an incoming paper says of itself, read out of its text: offered to whoever registers it, each with its place and how sure.

Nothing is guessed in silence: what was not found is None, what is doubtful says so. The text may come from a PDF with
broken lines, spaces between characters and page numbers; offsets are of the text as it was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shuniu.kernel.files.secrecy import marks_in
from shuniu.office.documents.reading_deadlines import deadlines_of
from shuniu.office.documents.reading_end import closing_of
from shuniu.office.documents.reading_head import head_of
from shuniu.office.documents.reading_lines import Confidence, Found, lines_of

__all__ = ["Confidence", "Found", "Read", "fields_of"]


@dataclass(frozen=True, slots=True)
class Read:
    """The fields of a paper as far as they were found. Days are ISO dates; see ``Found.value``."""

    organs: tuple[Found, ...] = ()
    """发文机关, the lead one first."""
    number: Found | None = None
    """发文字号 with 〔〕 and no leading zeros, whatever the paper wrote."""
    title: Found | None = None
    kind: Found | None = None
    """文种: one of the fifteen."""
    recipients: Found | None = None
    signed_on: Found | None = None
    urgency: Found | None = None
    signers: tuple[Found, ...] = ()
    annexes: tuple[Found, ...] = ()
    copies: Found | None = None
    issued_on: Found | None = None
    contact: Found | None = None
    phone: Found | None = None
    printed: Found | None = None
    """How many copies were printed."""
    deadlines: tuple[Found, ...] = ()
    """By when an answer or a deed is asked for; those that ask for an answer first, a period in words."""
    secret: Found | None = None
    """A secrecy mark: the caller refuses the paper."""

    @property
    def deadline(self) -> Found | None:
        """The date that asks the recipient for an answer; None when only deeds have dates."""
        first = self.deadlines[0] if self.deadlines else None
        return first if first and first.confidence is not Confidence.UNSURE else None

    @property
    def found(self) -> int:
        """How many of the eight fields that a register needs were found."""
        needed = (
            self.organs,
            self.number,
            self.title,
            self.kind,
            self.recipients,
            self.signed_on,
            self.annexes,
            self.urgency,
        )
        return sum(bool(one) for one in needed)


def fields_of(text: str) -> Read:
    """The fields of a paper from its text. Never fails."""
    lines = lines_of(text)
    if not lines:
        return Read(secret=_secret(text))
    head = head_of(lines, text)
    closing = closing_of(lines, head.body)
    signed_on = closing.signed_on
    body = lines[head.body : max(closing.body_end, head.body)]
    day = date.fromisoformat(signed_on.value) if signed_on else None
    return Read(
        organs=_agreed(head.organs, closing.organs),
        number=head.number,
        title=head.title,
        kind=head.kind,
        recipients=head.recipients,
        signed_on=signed_on,
        urgency=head.urgency,
        signers=head.signers,
        annexes=closing.annexes,
        copies=closing.copies,
        issued_on=closing.issued_on,
        contact=closing.contact,
        phone=closing.phone,
        printed=closing.printed,
        deadlines=deadlines_of(body, day),
        secret=_secret(text),
    )


def _agreed(head: tuple[Found, ...], end: tuple[Found, ...]) -> tuple[Found, ...]:
    """The organs of the mark and of the signature: sure where both name them; the fuller list where they differ."""
    if not head or not end:
        return head or end
    named = {one.value for one in end}
    if named >= {one.value for one in head}:
        sure = {one.value for one in head}
        return tuple(_with(one, Confidence.SURE if one.value in sure else Confidence.LIKELY) for one in end)
    return tuple(_with(one, Confidence.SURE if one.value in named else Confidence.LIKELY) for one in head)


def _with(one: Found, confidence: Confidence) -> Found:
    return Found(one.value, one.start, one.end, confidence)


def _secret(text: str) -> Found | None:
    marks = marks_in(text)
    if not marks:
        return None
    start = max(text.find(marks[0].words), 0)
    return Found(marks[0].level, start, start + len(marks[0].words), Confidence.SURE)
