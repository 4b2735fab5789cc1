"""The text that is read: its lines with their places. Every place is an offset in the text as it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_BREAK = re.compile(r"\r\n|[\n\r\f\v\u2028\u2029]")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph without its break; ``body`` is it without blanks at either end."""

    start: int
    text: str

    @property
    def body(self) -> str:
        return self.text.strip()

    @property
    def body_start(self) -> int:
        return self.start + len(self.text) - len(self.text.lstrip())

    @property
    def body_end(self) -> int:
        return self.start + len(self.text.rstrip())


@dataclass(frozen=True)
class Paper:
    """One text with what is known of it: the type of document, the title (when it stands apart), further facts."""

    text: str
    kind: str = ""
    title: str = ""
    context: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[Line]:
        """All lines, empty ones as well."""
        lines, start = [], 0
        for match in _BREAK.finditer(self.text):
            lines.append(Line(start, self.text[start : match.start()]))
            start = match.end()
        lines.append(Line(start, self.text[start:]))
        return lines

    @cached_property
    def paragraphs(self) -> list[Line]:
        """The lines that hold something."""
        return [line for line in self.lines if line.text.strip()]

    @cached_property
    def year(self) -> int:
        """The latest year that the text names, as far as it is a likely one; 0 when it names none."""
        years = [int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年|〕|\])", self.text)]
        return max(years, default=0)

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Sentences and where they begin; a line break ends one."""
        for line in self.paragraphs:
            for match in _SENTENCE.finditer(line.text):
                yield line.start + match.start(), match.group()
