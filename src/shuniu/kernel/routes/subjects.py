"""For which kinds of matter there are routes; each module declares its own in its registration."""

from __future__ import annotations

from shuniu.kernel.routes.definition import Subject

_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Make a kind known. The same declaration twice is harmless, another one under the same name is refused."""
    if _subjects.setdefault(subject.kind, subject) != subject:
        raise ValueError(f"routes of {subject.kind} are declared twice")


def subject_of(kind: str) -> Subject | None:
    return _subjects.get(kind)


def subjects() -> list[Subject]:
    return sorted(_subjects.values(), key=lambda one: one.kind)
