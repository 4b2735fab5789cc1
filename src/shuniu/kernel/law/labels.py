"""How far a citation is certain, in the words that the screens show beside it."""

from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.law.instruments import LocalRule
from shuniu.kernel.law.limits import ResolvedLimit

VERIFIED = _("已核实")
TO_BE_CONFIRMED = _("待核实")
LOCAL = _("本地规定")


class Cited(Protocol):
    """An instrument, an article, a local rule or a resolved limit."""

    @property
    def confirmed(self) -> bool: ...
    def cite(self) -> str: ...


def standing(cited: Cited) -> Promise:
    """已核实 for verified law, 本地规定 for what the office sets itself, 待核实 for all the rest."""
    if isinstance(cited, (LocalRule, ResolvedLimit)):
        return LOCAL
    return VERIFIED if cited.confirmed else TO_BE_CONFIRMED
