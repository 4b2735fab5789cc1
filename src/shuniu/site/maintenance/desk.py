"""The system administrator's card: what the doctor found, without the checks that take long."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.roles import SYSTEM_ADMIN
from shuniu.kernel.web.desk import Card, register_card
from shuniu.site.maintenance import checks
from shuniu.site.maintenance.doctor import doctor

QUICK = (
    checks.disk, checks.assets, checks.fonts, checks.secret, checks.holidays, checks.worker, checks.seals,
    checks.backups, checks.safety,
)  # fmt: skip


def register() -> None:
    """Called when the site is ready."""
    register_card(5, health)


def health(actor: Actor, now: datetime) -> Card | None:
    """运行状况: what should be mended first, and how."""
    if not actor.holds(SYSTEM_ADMIN.key):
        return None
    findings = sorted(doctor(at=now, only=QUICK), key=lambda one: (checks.BAD, checks.WARN, checks.OK).index(one.state))
    wrong = [one for one in findings if one.state != checks.OK]
    return Card(_("运行状况"), "site/desk/health.html", {"wrong": wrong, "good": len(findings) - len(wrong)}, wide=True)
