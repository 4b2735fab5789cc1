"""通知缴费: the amount is reckoned here from scale and count, never taken from a form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shuniu.kernel.casework.case import StepRefused
from shuniu.kernel.casework.models import Matter
from shuniu.public.disclosure.fees import Scale, fee
from shuniu.public.disclosure.queries.fees import before


def charged(matter: Matter, data: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """What the passage says of the fee. Raises ``StepRefused`` where nothing is to be paid."""
    scale = Scale(str(data.get("scale") or Scale.BY_PAGE))
    count = 1 if scale is Scale.BY_ITEM else int(data.get("count") or 0)
    already = before(matter.pk, scale, at)
    amount = fee(scale, before=already, count=count)
    if amount <= 0:
        raise StepRefused(_("按所选标准仍在免费范围内，不需要缴费。"))
    return {"scale": scale.value, "count": count, "before": already, "amount": amount}
