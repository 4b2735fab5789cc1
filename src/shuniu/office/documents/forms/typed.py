"""What stands in the drafting form, however far it is filled in: read once, for checking, preview, keeping and saving."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from shuniu.kernel.organisation.tree import tree
from shuniu.kernel.typesetting.paper import Form
from shuniu.office.documents.models.types import TYPES
from shuniu.office.documents.queries.drafting import (
    Author,
    Words,
    author_organ,
    names_in,
    units_meant,
    written,
)
from shuniu.office.documents.rules.kinds import KINDS, Kind, Way, kind_of
from shuniu.office.documents.rules.papers import Draft

TEXT_MOST, TITLE_MOST, LINE_MOST, ANNEXES_MOST = 350_000, 200, 2000, 40
"""Five hundred pages of the standard's 616 characters are 308,000."""
ONE_LINE = (
    "kind", "organ", "joint", "recipients", "copies", "title", "urgency", "note", "release", "release_reason",
    "retention", "important", "present", "absent", "attending",
)  # fmt: skip
_NAMES = {one.value: name for name, one in TYPES.items()}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def label_of(kind: str) -> Any:
    """A type's name in the language of the screen."""
    return TYPES[kind].label


def _line(text: str) -> str:
    return " ".join(_CONTROLS.sub("", text).split())


def _lines(text: str) -> str:
    return _CONTROLS.sub("", re.sub(r"\r\n?|[\u2028\u2029\x0b]", "\n", text))


@dataclass(frozen=True, slots=True)
class Typed:
    """The values as typed, cleaned of what no text has. ``author`` is the chosen organ, or the first there is."""

    values: Mapping[str, str]
    text: str
    annexes: Sequence[tuple[str, str]]
    author: Author
    recipients: Sequence[str] = field(default_factory=list)
    copies: Sequence[str] = field(default_factory=list)
    joint: Sequence[str] = field(default_factory=list)

    @classmethod
    def of(cls, post: QueryDict | Mapping[str, Any], authors: Sequence[Author]) -> Typed:
        """Out of what was sent, or out of ``raw`` again."""
        listed = post.getlist if isinstance(post, QueryDict) else lambda name: list(post.get(name) or ())
        titles, texts = listed("annex_title"), listed("annex_text")
        values = {name: _line(str(post.get(name) or "")) for name in ONE_LINE}
        return cls(
            values,
            _lines(str(post.get("text") or "")),
            [(_line(one), _lines(two)) for one, two in zip(titles, texts, strict=False) if one.strip() or two.strip()][
                :ANNEXES_MOST
            ],
            next((one for one in authors if one.value == values["organ"]), authors[0]),
            names_in(values["recipients"]),
            names_in(values["copies"]),
            names_in(values["joint"]),
        )

    @property
    def kind(self) -> Kind:
        return kind_of(self.values["kind"]) or KINDS["通知"]

    @property
    def title(self) -> str:
        return self.values["title"]

    @property
    def organs(self) -> list[str]:
        return [self.author.organ, *self.joint]

    def raw(self) -> dict[str, Any]:
        """For keeping while somebody types: comes back through ``of``."""
        return {
            **self.values, "text": self.text, "annex_title": [title for title, _text in self.annexes],
            "annex_text": [text for _title, text in self.annexes],
        }  # fmt: skip

    def words(self) -> Words:
        return Words(
            self.kind.name, self.author.organ, self.author.unit_id, self.joint, self.recipients, self.copies,
            self.title, self.text, self.values["note"],
        )  # fmt: skip

    def content(self, way: Way | None) -> dict[str, Any]:
        """As ``paper_of`` reads it. Elements that this type does not have are left out."""
        kind = self.kind
        said = {
            "title": self.title,
            "text": self.text.strip(),
            "organs": self.organs,
            "form": (Form.UPWARD if way is Way.UP and kind.form is Form.ORDINARY else kind.form).value,
            "recipients": written(self.recipients) if kind.addressed else "",
            "copies": written(self.copies),
            "urgency": self.values["urgency"],
            "note": self.values["note"],
            "annexes": [{"title": title, "text": text.strip()} for title, text in self.annexes],
            "issuer": _issuer(self.author),
        }
        if kind.form is Form.MINUTES:
            said |= {name: self.values[name] for name in ("present", "absent", "attending")}
        return {name: value for name, value in said.items() if value not in ("", [])}

    def attributes(self, draft: Draft) -> dict[str, Any]:
        """What is chosen beside the words (``operations.drafts.CHOSEN``)."""
        values, unit = self.values, self.author.unit_id
        return {
            "kind_of_document": TYPES[self.kind.name].value,
            "direction": (draft.way or _usual(self.kind)).value,
            "series": int(self.author.value) if self.author.value else None,
            "important": bool(values["important"]),
            "release": values["release"] or "on_request",
            "release_reason": values["release_reason"] if values["release"] == "none" else "",
            "retention": values["retention"] or "ten_years",
            "to_units": units_meant(self.recipients, unit) if self.kind.addressed else [],
            "copy_units": units_meant(self.copies, unit),
        }


def _usual(kind: Kind) -> Way:
    return next(way for way in (Way.DOWN, Way.UP, Way.LEVEL, Way.PUBLIC) if way in kind.ways)


def _issuer(author: Author) -> str:
    """印发机关: a government's papers are issued by its office."""
    organ = author_organ(author.organ, author.unit_id)
    if not organ.governs:
        return author.organ
    below = (node for node in tree().nodes.values() if node.parent_id == organ.id and not node.closed)
    return next((node.name for node in below if node.kind == "general_office"), author.organ)


def typed_of(content: Mapping[str, Any], detail: Any) -> dict[str, Any]:
    """A stored version as the form shows it: what ``Typed.content`` and ``attributes`` said, read backwards."""
    organs = list(content.get("organs") or [])
    annexes = content.get("annexes") or []
    return {
        "kind": _NAMES[detail.kind_of_document],
        "organ": str(detail.series_id or ""),
        "joint": "、".join(organs[1:]),
        "recipients": "、".join(names_in(content.get("recipients", ""))),
        "copies": "、".join(names_in(content.get("copies", ""))),
        "release": detail.release,
        "release_reason": detail.release_reason,
        "retention": detail.retention,
        "important": "on" if detail.important else "",
        "annex_title": [one["title"] for one in annexes],
        "annex_text": [one.get("text", "") for one in annexes],
        **{
            name: content.get(name, "")
            for name in ("title", "text", "urgency", "note", "present", "absent", "attending")
        },
    }
