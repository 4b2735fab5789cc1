"""The doctor's round: every check, none of which can stop the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.site.maintenance.checks import BAD, CHECKS, WARN, Check, Finding


def doctor(*, at: datetime, only: Sequence[Check] | None = None) -> list[Finding]:
    """What is in order, what should be mended and what is broken, each with how to mend it; nothing is changed."""
    return [finding for check in (CHECKS if only is None else only) for finding in _examined(check, at)]


def verdict(findings: list[Finding]) -> str:
    """The worst state found: ok, warn or bad."""
    states = {finding.state for finding in findings}
    return BAD if BAD in states else WARN if WARN in states else "ok"


def _examined(check: Check, at: datetime) -> list[Finding]:
    try:
        return list(check(at))
    except Exception as error:  # A check that cannot be made is a finding, whatever stopped it.
        words = _("未能检查（%(error)s）") % {"error": type(error).__name__}
        return [Finding(check.__name__, BAD, words, _("请先处理以上问题，再运行 shuniu doctor。"))]
