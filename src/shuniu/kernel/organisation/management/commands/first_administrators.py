"""The first three accounts of an installation: one administrator of each kind, each with a first password."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.organisation import operations
from shuniu.kernel.organisation.actor import SYSTEM
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.models import RoleHolding, Unit
from shuniu.kernel.organisation.roles import ADMINISTRATORS, AUDIT_ADMIN, SECURITY_ADMIN, SYSTEM_ADMIN, Role

KINDS: dict[str, Role] = {"system": SYSTEM_ADMIN, "security": SECURITY_ADMIN, "audit": AUDIT_ADMIN}


class Command(BaseCommand):
    help = "建立三员的首批账号（只能执行一次）：first_administrators --system 账号:姓名 --security 账号:姓名 --audit 账号:姓名"

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in KINDS:
            parser.add_argument(f"--{name}", required=True, metavar="账号:姓名")
        parser.add_argument("--city", default="", metavar="名称", help="还没有任何机构时，先设立的最高一级机构")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if RoleHolding.objects.filter(role__in=ADMINISTRATORS).exists():
            raise CommandError(_("已有管理员：其余人员请由系统管理员建账号、安全管理员授予角色。"))
        top = Unit.objects.filter(parent__isnull=True).order_by("id").first() or self._city(str(options["city"]))
        for name, role in KINDS.items():
            username, _colon, called = str(options[name]).partition(":")
            password = self._make(top, role, username, called or username)
            self.stdout.write(f"{role.label} {username} {password}")

    def _city(self, name: str) -> Unit:
        if not name:
            raise CommandError(_("还没有任何机构，请用 --city 给出最高一级机构的名称。"))
        now = timezone.localtime()
        kind = Unit.Kind.GENERAL_OFFICE.value
        return operations.add_unit(
            code="city", name=name, kind=kind, parent_id=None, actor=SYSTEM, on=now.date(), at=now
        )

    def _make(self, top: Unit, role: Role, username: str, name: str) -> str:
        now, password = timezone.localtime(), operations.new_password()
        try:
            person = operations.add_person(
                username=username, name=name, unit_id=top.pk, title=str(role.label), password=password,
                actor=SYSTEM, on=now.date(), at=now,
            )  # fmt: skip
            operations.grant_role(
                person_id=person.pk, role=role.key, unit_id=top.pk, actor=SYSTEM, on=now.date(), at=now
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        return password
