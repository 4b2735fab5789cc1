"""Where each rule stands. Only an article whose words were read in a copy of the instrument is shown as law.

Read on 2026-11-28 in stored copies and verbatim quotations: art. 8 (1)–(4) economiclaws.net/big5/fagui_302082; art. 9
on 签发人 sybzp.cn/gwxz/5739.html; art. 14 lx.gongxuanwang.com/cktx/gwxz/23650.html; art. 15 (1), (2), (4), (5)
kaotiyun.com/show/RJDe777K; art. 16 m.owmt.cn/cunguan/Writing/346446 and m.jinbiaochi.com/ask/ylws/details/20564; art. 17
lawparks.com/ask/can-province-and-municipality-jointly-issue-documents; art. 22 nujm.net/d13954.html and
13l.net/l/759221445044639804.html. The other types of art. 8 and the elements of art. 9 were seen in digests only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from shuniu.kernel.law.instruments import Instrument, Mark, chinese_numeral

INSTRUMENT: Final = Instrument(
    "official_papers",
    "党政机关公文处理工作条例",
    number="中办发〔2012〕14号",
    issued_by="中共中央办公厅、国务院办公厅",
    in_force=date(2012, 7, 1),
    mark=Mark.SECONDARY,
    source="转载页面，逐条核对",
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a rule rests on: an article with how far its words were verified, or custom (``article`` 0)."""

    article: int = 0
    item: int = 0
    mark: Mark = Mark.RECALLED

    def cite(self) -> str:
        """《党政机关公文处理工作条例》第十五条第（一）项; 待确认 stands behind what was not read in the instrument."""
        if not self.article:
            return _("通行做法（待确认）")
        item = f"第（{chinese_numeral(self.item)}）项" if self.item else ""
        words = f"{INSTRUMENT.cite()}第{chinese_numeral(self.article)}条{item}"
        return words if self.mark.confirmed else _("%(words)s（待确认）") % {"words": words}


CUSTOM: Final = Basis()
"""General practice, for which no article was found."""


def _seen(article: int, item: int = 0) -> Basis:
    return Basis(article, item, Mark.VERIFIED)


READ_KINDS: Final = 4
"""So many items of article 8 were read in a copy of the instrument."""


def kind(item: int) -> Basis:
    """Article 8: what the type with that number is for. The first four items were read, the others in digests only."""
    return Basis(8, item, Mark.VERIFIED if item <= READ_KINDS else Mark.SECONDARY)


SIGNER: Final = _seen(9)
ELEMENTS: Final = Basis(9, 0, Mark.SECONDARY)
SKIPPING: Final = _seen(14)
ONE_RECIPIENT: Final = _seen(15, 1)
CONSENT: Final = _seen(15, 2)
ONE_MATTER: Final = _seen(15, 4)
NO_PERSON: Final = _seen(15, 5)
NO_ORDERS: Final = _seen(16, 2)
JOINT: Final = _seen(17)
SIGNING: Final = _seen(22)
