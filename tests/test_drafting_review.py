"""Changing the words from a seat on the route, and after the signature: a version with its trace, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from shuniu.kernel.casework.models import Matter, Passage
from shuniu.kernel.web import clock
from shuniu.office.documents.models import Version
from tests.documents_desk import drafting_city, given, hidden
from tests.papers_city import AUDITED, CONTENT, client_of, submitted
from tests.papers_city import signed as signed_paper
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Iterator[World]:
    with clock.fixed(NOW):
        yield drafting_city()


def said(text: str) -> dict[str, object]:
    return given(title=CONTENT["title"], recipients=CONTENT["recipients"], text=text)


def path_of(matter: Matter) -> str:
    return f"/documents/drafts/{matter.number}/"


def changed(client: Client, matter: Matter, text: str, **more: str) -> int:
    return client.post(path_of(matter), {**said(text), **hidden(client, path_of(matter)), **more}).status_code


def test_the_reviewer_changes_the_words_from_his_seat_and_the_trace_is_shown(city: World) -> None:
    matter = submitted(city, route=AUDITED)
    reviewer, drafter = client_of(city, "hegao"), client_of(city, "nigao")
    assert drafter.get(path_of(matter)).status_code == 403, "it is not the drafter's turn"
    assert reviewer.get(path_of(matter)).status_code == 200
    assert changed(reviewer, matter, CONTENT["text"].replace("十一月底", "11月20日"), change="期限写明") == 303
    passage = Passage.objects.filter(matter=matter).latest("seq")
    assert (passage.step, passage.data["version"], passage.note) == ("amend", 2, "期限写明")
    shown = drafter.get(f"{path_of(matter)}versions/").content.decode()
    assert "何稿" in shown
    assert "修改送审稿" in shown
    traced = drafter.get(f"{path_of(matter)}compare/").content.decode()
    assert "<del>十一月底</del>" in traced
    assert "<ins>11月20日</ins>" in traced


def test_after_the_signature_only_the_checker_corrects_and_says_why(city: World) -> None:
    matter = signed_paper(city)
    assert client_of(city, "nigao").get(path_of(matter)).status_code == 403
    checker = client_of(city, "hegao")
    refused = checker.post(path_of(matter), {**said(CONTENT["text"] + "完。"), **hidden(checker, path_of(matter))})
    assert refused.status_code == 422
    assert Version.objects.filter(matter=matter).count() == 1
    assert changed(checker, matter, CONTENT["text"] + "完。", change="补句号") == 303
    assert Passage.objects.filter(matter=matter).latest("seq").step == "correct"


def test_a_stranger_to_the_route_meets_nothing(city: World) -> None:
    matter = submitted(city, route=AUDITED)
    assert client_of(city, "tiwen").get(path_of(matter)).status_code == 404
    assert client_of(city, "tiwen").get(f"{path_of(matter)}compare/").status_code == 404


def test_a_comparison_of_versions_that_are_not_there_is_not_there(city: World) -> None:
    matter = submitted(city, route=AUDITED)
    drafter = client_of(city, "nigao")
    for asked in ("?old=1&new=9", "?old=7&new=8", "?old=x&new=99999"):
        assert drafter.get(f"{path_of(matter)}compare/{asked}").status_code == 404
    same = drafter.get(f"{path_of(matter)}compare/?old=1&new=1")
    assert "两稿相同" in same.content.decode()
