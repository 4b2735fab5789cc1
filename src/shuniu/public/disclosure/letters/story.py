"""What a letter is made from: the request as it stood when the letter was due, and who it is addressed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuniu.kernel.casework.case import Case
from shuniu.kernel.casework.models import Passage
from shuniu.kernel.workdays.periods import local_day


@dataclass(frozen=True, slots=True)
class Story:
    """``case`` is the request right after ``passage``, which gives rise to the letter; ``past`` are the passages so far."""

    case: Case
    passage: Passage
    past: Sequence[Passage]
    organ: str
    """本机关: in whose name the letter goes."""
    applicant: str
    third_party: str = ""

    @property
    def request(self) -> Any:
        return self.case.detail

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.passage.data
        return data

    @property
    def day(self) -> date:
        return local_day(self.passage.at)

    def last(self, step: str) -> Passage | None:
        return next((one for one in reversed(self.past) if one.step == step), None)

    def due(self, clock: str) -> str:
        """The day on which a clock ends, as it stood with this passage."""
        found = self.case.clocks.get(clock)
        return chinese(local_day(found.safe_due)) if found is not None else ""

    def due_legally(self, clock: str) -> str:
        """The last day of whoever must act towards the office: the whole period is theirs."""
        found = self.case.clocks.get(clock)
        return chinese(local_day(found.legal_due)) if found is not None else ""

    @property
    def asked(self) -> str:
        """The request's own words, shortened where a letter only has to name it."""
        text = " ".join(str(self.request.text).split()).rstrip("。；;.，, ")
        return text if len(text) <= 300 else f"{text[:300]}……"

    @property
    def opening(self) -> str:
        """收到什么, 何时: the first sentence of every letter to the applicant."""
        received = self.request.received_on
        when = f"本机关于{chinese(received)}收到" if received else "本机关收到"
        corrected = self.last("receive_correction")
        again = ""
        if corrected is not None:
            again = f"，并于{chinese(date.fromisoformat(corrected.data['received_on']))}收到您的补正"
        return f"{when}您提出的政府信息公开申请（编号{self.case.matter.number}）{again}。您申请公开：“{self.asked}”。"


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
