"""Units, people, posts, roles and delegation. History stays true: a unit is closed on a date, never deleted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """机构: any node of the organisation tree. ``code`` is stable for ever, the name may change on a date."""

    class Kind(models.TextChoices):
        GENERAL_OFFICE = "general_office", _("办公室（厅）")
        SECTION = "section", _("科室")
        DEPARTMENT = "department", _("部门")
        DISTRICT = "district", _("县（市、区）")
        TOWNSHIP = "township", _("街道（乡镇）")
        WINDOW = "window", _("窗口")
        ENTERPRISE = "enterprise", _("公共企事业单位")

    code = models.SlugField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    position = models.PositiveIntegerField(_("次序"), default=0)
    remit = models.TextField(_("职责关键词"), blank=True)
    opened_on = models.DateField(_("设立日期"), null=True, blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.short_name or self.name


class UnitName(models.Model):
    """曾用名: what a unit was called until a date, so that an old matter shows the name of its day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=120)
    until = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["until", "id"]


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """人员: a member of staff who signs in with an account."""

    username = models.CharField(_("账号"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    pinyin = models.CharField(_("姓名拼音"), max_length=80, blank=True, db_index=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    """The password was set by somebody else (a new account, a reset): it opens nothing but the page that changes it."""
    session_stamp = models.PositiveIntegerField(default=0)
    """Part of the session hash: raising it signs the person out everywhere at once."""
    authority_stamp = models.PositiveIntegerField(default=0)
    """Raised by every change of roles or delegation: the key under which a process remembers the actor."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}.{self.session_stamp}"


class FormerPassword(models.Model):
    """The hash of a password the person has had, so that it is not taken again."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_passwords")
    hashed = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-set_at", "-id"]


class SignIn(models.Model):
    """登录会话: one sign-in, from which device and address, so that a person can see and end it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, db_index=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """Exact to a minute: the session is not written on every request."""
    ended_at = models.DateTimeField(null=True, blank=True)
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-seen_at", "-id"]


class SignInFailures(models.Model):
    """Failed sign-ins of one account name or one network address. In the database, so that all processes count together."""

    key = models.CharField(max_length=130, unique=True)
    """``account:`` or ``address:`` and a keyed hash of the value: a mistyped password must not be found here."""
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True)


class Post(models.Model):
    """职务: what a person is in a unit. One main post, others possible."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("职务"), max_length=60)
    main = models.BooleanField(_("主要职务"), default=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-main", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(main=True, until__isnull=True), name="one_main_post_at_a_time"
            )
        ]


class RoleHolding(models.Model):
    """A role held in the scope of a unit and what lies below it, between two dates."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    role = models.CharField(_("角色"), max_length=60, db_index=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit"], condition=Q(until__isnull=True), name="a_role_is_held_once"
            )
        ]


class Delegation(models.Model):
    """授权代理: the giver lets the taker act for them, for named roles and a period; each act says so."""

    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_given")
    taker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_taken")
    roles = models.JSONField(_("角色"), default=list)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(giver=models.F("taker")), name="nobody_delegates_to_themselves"),
        ]


class ImportDraft(models.Model):
    """导入草稿: a spreadsheet that was read and checked and waits for the word to apply it; emptied once applied."""

    class Kind(models.TextChoices):
        UNITS = "units", _("机构")
        PEOPLE = "people", _("人员")
        POSTS = "posts", _("职务")
        ROLES = "roles", _("角色")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    filename = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    """What is wrong, as pairs of the row's number in the sheet and words."""
    changes = models.PositiveIntegerField(default=0)
    """How many rows would change something."""
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
