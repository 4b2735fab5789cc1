"""What one row of each sheet says, and how it is brought about by the ordinary verbs. A row that is true already
changes nothing, so a sheet may be applied again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from shuniu.kernel.organisation import operations, roles
from shuniu.kernel.organisation.actor import Actor
from shuniu.kernel.organisation.errors import Refused
from shuniu.kernel.organisation.forms.people import PHONE, USERNAME
from shuniu.kernel.organisation.forms.units import CODE
from shuniu.kernel.organisation.models import ImportDraft, Person, Post, RoleHolding, Unit


def kind_of(typed: str) -> str | None:
    """A kind of unit by its key, or by its name in the language of the screen or of the house."""
    for language in (get_language(), settings.LANGUAGE_CODE):
        with override(language):
            for key, label in Unit.Kind.choices:
                if typed in (key, str(label)):
                    return str(key)
    return None


@dataclass(frozen=True, slots=True)
class Moment:
    """Who applies a sheet, from which day it counts, and when."""

    actor: Actor
    on: date
    at: datetime


class UnitRow(forms.Form):
    code = forms.CharField(label=gettext_lazy("代码"), max_length=60, validators=[CODE])
    name = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    short_name = forms.CharField(label=gettext_lazy("简称"), max_length=40, required=False)
    kind = forms.CharField(label=gettext_lazy("类别"), max_length=40)
    parent = forms.CharField(label=gettext_lazy("上级代码"), max_length=60, required=False)
    position = forms.IntegerField(label=gettext_lazy("次序"), min_value=0, max_value=100_000, required=False)
    remit = forms.CharField(label=gettext_lazy("职责关键词"), max_length=2000, required=False)

    def clean_kind(self) -> str:
        kind = kind_of(self.cleaned_data["kind"])
        if kind is None:
            raise forms.ValidationError(_("类别应为：%(kinds)s") % {"kinds": "、".join(map(str, Unit.Kind.labels))})
        return kind

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class PersonRow(forms.Form):
    username = forms.CharField(label=gettext_lazy("账号"), max_length=60, validators=[USERNAME])
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=30, required=False, validators=[PHONE])
    unit = forms.CharField(label=gettext_lazy("单位代码"), max_length=60)
    title = forms.CharField(label=gettext_lazy("职务"), max_length=60)


class PostRow(forms.Form):
    username = forms.CharField(label=gettext_lazy("账号"), max_length=60)
    unit = forms.CharField(label=gettext_lazy("单位代码"), max_length=60)
    title = forms.CharField(label=gettext_lazy("职务"), max_length=60)
    main = forms.ChoiceField(label=gettext_lazy("主要职务"), choices=[("是", "是"), ("否", "否")])


class RoleRow(forms.Form):
    username = forms.CharField(label=gettext_lazy("账号"), max_length=60)
    role = forms.CharField(label=gettext_lazy("角色"), max_length=60)
    unit = forms.CharField(label=gettext_lazy("单位代码"), max_length=60)
    since = forms.DateField(label=gettext_lazy("起"), required=False)
    until = forms.DateField(label=gettext_lazy("止"), required=False)

    def clean_role(self) -> str:
        named = {str(role.label): role.key for role in roles.all_roles()} | {
            role.key: role.key for role in roles.all_roles()
        }
        key = named.get(self.cleaned_data["role"])
        if key is None:
            raise forms.ValidationError(_("没有这个角色。"))
        return key


def bring_unit(row: dict[str, Any], now: Moment) -> bool:
    parent = _unit(row["parent"]) if row["parent"] else None
    unit = Unit.objects.filter(code=row["code"]).first()
    done: dict[str, Any] = {"actor": now.actor, "at": now.at}
    shape = {"kind": row["kind"], "remit": row["remit"], "position": row["position"]}
    if unit is None:
        if parent is None:
            raise Refused(_("新设机构须填写上级代码。"))
        names = {"code": row["code"], "name": row["name"], "short_name": row["short_name"]}
        operations.add_unit(**names, **shape, parent_id=parent.pk, on=now.on, **done)
        return True
    if unit.parent_id != (parent.pk if parent else None):
        raise Refused(_("上级与现有的不同：机构的隶属关系不能用表格改变。"))
    changed = False
    if (unit.name, unit.short_name) != (row["name"], row["short_name"]):
        names = {"name": row["name"], "short_name": row["short_name"], "reason": _("表格导入")}
        operations.rename_unit(unit_id=unit.pk, on=now.on, **names, **done)
        changed = True
    if any(getattr(unit, field) != value for field, value in shape.items()):
        operations.change_unit(unit_id=unit.pk, **shape, **done)
        changed = True
    return changed


def bring_person(row: dict[str, Any], now: Moment) -> bool:
    unit = _unit(row["unit"])
    reach = {"name": row["name"], "email": row["email"], "phone": row["phone"]}
    person = Person.objects.filter(username=row["username"]).first()
    if person is None:
        post = {"unit_id": unit.pk, "title": row["title"], "on": now.on}
        operations.add_person(username=row["username"], **reach, **post, actor=now.actor, at=now.at)
        return True
    changed = any(getattr(person, field) != value for field, value in reach.items())
    if changed:
        operations.change_person(person_id=person.pk, **reach, actor=now.actor, at=now.at)
    return _bring_post(person, unit, row["title"], True, now) or changed


def bring_post(row: dict[str, Any], now: Moment) -> bool:
    return _bring_post(_person(row["username"]), _unit(row["unit"]), row["title"], row["main"] == "是", now)


def _bring_post(person: Person, unit: Unit, title: str, main: bool, now: Moment) -> bool:
    running = Post.objects.filter(person=person, until__isnull=True)
    if running.filter(unit=unit, title=title, main=main).exists():
        return False
    operations.give_post(
        person_id=person.pk, unit_id=unit.pk, title=title, main=main, actor=now.actor, on=now.on, at=now.at
    )
    return True


def bring_role(row: dict[str, Any], now: Moment) -> bool:
    person, unit = _person(row["username"]), _unit(row["unit"])
    held = RoleHolding.objects.filter(person=person, role=row["role"], unit=unit)
    if any(one.until is None or one.until >= now.on for one in held):
        return False
    grant = {"person_id": person.pk, "role": row["role"], "unit_id": unit.pk, "until": row["until"]}
    operations.grant_role(**grant, on=row["since"] or now.on, actor=now.actor, at=now.at)
    return True


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise Refused(_("没有代码为“%(code)s”的机构。") % {"code": code})
    return unit


def _person(username: str) -> Person:
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise Refused(_("没有账号“%(username)s”。") % {"username": username})
    return person


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sort of sheet: the shape of its rows, how a row is brought about, and whose task it is."""

    label: str | Promise
    form: type[forms.Form]
    bring: Callable[[dict[str, Any], Moment], bool]
    role: str

    def headings(self) -> dict[str, str]:
        """heading → key"""
        return {str(field.label): key for key, field in self.form.base_fields.items()}


SHEETS: dict[str, Sheet] = {
    ImportDraft.Kind.UNITS: Sheet(ImportDraft.Kind.UNITS.label, UnitRow, bring_unit, roles.SYSTEM_ADMIN.key),
    ImportDraft.Kind.PEOPLE: Sheet(ImportDraft.Kind.PEOPLE.label, PersonRow, bring_person, roles.SYSTEM_ADMIN.key),
    ImportDraft.Kind.POSTS: Sheet(ImportDraft.Kind.POSTS.label, PostRow, bring_post, roles.SYSTEM_ADMIN.key),
    ImportDraft.Kind.ROLES: Sheet(ImportDraft.Kind.ROLES.label, RoleRow, bring_role, roles.SECURITY_ADMIN.key),
}
