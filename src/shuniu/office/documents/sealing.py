"""签章: what a seal service does for the documents, and the local one that is there from the first day.

A city that has a certified seal service (GB/T 38540, SM2 and SM3) writes a class with these four members and names it in
``SHUNIU_SEAL_SERVICE``. The local default does no cryptography that it would have to pretend: the registered picture is
set by the rule of GB/T 9704, and the digest of the file goes into the seal register and the ledger. It says so on screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from shuniu.kernel.audit.encoding import sm3


class SealFailed(RuntimeError):
    """The seal service did not seal; nothing was written. The message is for the seal keeper."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """One seal that is to go on a paper: whose, and its registered picture."""

    organ: str
    picture: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed file with the SM3 digest by which it is known again."""

    pdf: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file is what was sealed, in words for the page."""

    genuine: bool
    words: str


class SealService(Protocol):
    """What the documents ask of a seal service."""

    @property
    def name(self) -> str:
        """What the seal register and the screen call it."""

    @property
    def certified(self) -> bool:
        """Whether its seals are certified electronic seals with signatures of their own."""

    def pictures(self, imprints: Sequence[Imprint]) -> Sequence[Imprint]:
        """The pictures that typesetting puts over the signatures; none when the service places its own."""

    def seal(self, pdf: bytes, imprints: Sequence[Imprint], *, by: str, at: datetime) -> Sealed:
        """Seal a typeset file. Raises SealFailed."""

    def verify(self, pdf: bytes, digest: str) -> Verdict:
        """Whether a file is the one that was sealed with this digest."""


class RegisteredPicture:
    """The local default: the picture in its place, the digest in the register. No certified electronic seal."""

    @property
    def name(self) -> str:
        return _("印模图片（未接入认证签章服务）")

    @property
    def certified(self) -> bool:
        return False

    def pictures(self, imprints: Sequence[Imprint]) -> Sequence[Imprint]:
        return imprints

    def seal(self, pdf: bytes, imprints: Sequence[Imprint], *, by: str, at: datetime) -> Sealed:
        return Sealed(pdf, sm3(pdf).hex())

    def verify(self, pdf: bytes, digest: str) -> Verdict:
        if sm3(pdf).hex() == digest:
            return Verdict(True, _("文件与用印登记的摘要（SM3）一致，用印后没有改动。"))
        return Verdict(False, _("文件与用印登记的摘要（SM3）不一致：不是用印的那一份，或用印后被改动。"))


@cache
def _made(path: str) -> SealService:
    service: SealService = import_string(path)()
    return service


def service() -> SealService:
    """The installation's seal service."""
    return _made(getattr(settings, "SEAL_SERVICE", "shuniu.office.documents.sealing.RegisteredPicture"))
