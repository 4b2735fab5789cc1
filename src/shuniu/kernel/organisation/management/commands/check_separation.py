"""Fails when somebody holds two of the three administrators' roles, however it came about."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from shuniu.kernel.organisation.authority import holders_of_two
from shuniu.kernel.organisation.models import Person
from shuniu.kernel.organisation.roles import label


class Command(BaseCommand):
    help = "三员分立：任何人不得兼任系统管理员、安全管理员、审计管理员中的两员。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = holders_of_two(on=timezone.localdate())
        if found:
            names = dict(Person.objects.filter(pk__in=found).values_list("pk", "name"))
            held = [f"{names[person]}（{'、'.join(sorted(map(label, roles)))}）" for person, roles in found.items()]
            raise CommandError(_("违反三员分立：%(people)s") % {"people": "；".join(held)})
        self.stdout.write(_("三员分立：无人兼任。"))
