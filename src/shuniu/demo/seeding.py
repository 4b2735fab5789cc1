"""The demo city's organisation, subjects and knowledge base, written into an empty installation."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from pypinyin import lazy_pinyin

from shuniu.demo.city import city
from shuniu.demo.knowledge import articles
from shuniu.demo.scenarios import scenarios
from shuniu.demo.sources import table
from shuniu.kernel.organisation.models import Person, Post, RoleHolding, Unit
from shuniu.kernel.organisation.tree import forget, tree
from shuniu.public.hotline.models import Article, Subject
from shuniu.public.hotline.operations.clients import new_client

PASSWORD = "Yunzhou-2026"  # noqa: S105 - everybody's password in an invented city, printed in the README
API_KEY = "yunzhou-open311-demo"


@transaction.atomic
def seed_city(at: datetime) -> None:
    """Units, people with posts and roles, subjects, knowledge articles."""
    _units()
    _people(at)
    _subjects()
    _articles(at)
    new_client("云州随手拍（示例客户端）", contact="", at=at, key=API_KEY)
    forget()


def _units() -> None:
    made: dict[str, Unit] = {}
    for position, one in enumerate(city().units):
        made[one.code] = Unit.objects.create(
            code=one.code,
            name=one.name,
            short_name=one.short_name,
            kind=one.kind,
            parent=made.get(one.parent),
            position=position,
            remit=" ".join(one.remit),
        )
    forget()


def _people(at: datetime) -> None:
    password = make_password(PASSWORD)
    ids = tree().by_code
    staff = city().people
    rows = Person.objects.bulk_create(
        Person(
            username=one.username,
            name=one.name,
            pinyin="".join(lazy_pinyin(one.name)),
            password=password,
            password_changed_at=at,
        )
        for one in staff
    )
    Post.objects.bulk_create(
        Post(person=row, unit_id=ids[one.unit], title=one.post) for row, one in zip(rows, staff, strict=True)
    )
    RoleHolding.objects.bulk_create(
        RoleHolding(person=row, role=role, unit_id=ids[one.unit])
        for row, one in zip(rows, staff, strict=True)
        for role in one.roles
    )


def _subjects() -> None:
    """One subject for each kind of request, in the group of its category, and a remaining one in each group."""
    ids = tree().by_code
    kinds = scenarios()
    rows = []
    for code, group in table("categories")["categories"].items():
        rows += [
            Subject(code=one.code, name=one.subject, group=group, unit_id=ids.get(one.unit), default_type=one.types[0])
            for one in kinds
            if one.category == code
        ]
        rows.append(Subject(code=other(code), name=f"{group}其他问题", group=group))
    for position, row in enumerate(rows):
        row.position = position
    Subject.objects.bulk_create(rows)


def other(category: str) -> str:
    """The subject for what belongs to a category and to no kind in it."""
    return f"{category}_other"


def _articles(at: datetime) -> None:
    ids = tree().by_code
    subjects = dict(Subject.objects.values_list("code", "pk"))
    Article.objects.bulk_create(
        Article(
            code=one.code,
            title=one.title,
            answer=one.answer,
            basis=one.basis,
            keywords=" ".join((*one.keywords, one.ask))[:300],
            subject_id=subjects.get(other(one.category)),
            unit_id=ids[one.unit],
            status=Article.Status.PUBLISHED,
            review_by=one.review_on(at.date()),
            updated_at=at - timedelta(days=200),
        )
        for one in articles()
    )
