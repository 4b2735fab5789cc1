"""The routes' pages: who may open which, the editor button by button, the picture, and how many queries each costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from shuniu.kernel.audit.models import Event
from shuniu.kernel.casework import pages
from shuniu.kernel.casework.queries import load_case
from shuniu.kernel.law.limits import all_rules
from shuniu.kernel.organisation.actor import authority_changed
from shuniu.kernel.organisation.models import Person, RoleHolding
from shuniu.kernel.routes import picture
from shuniu.kernel.routes.definition import Act, By, Condition, Op, Sitter, Stage, stages_of
from shuniu.kernel.routes.forms import AgreeForm, ReplaceForm
from shuniu.kernel.routes.models import RouteDefinition
from shuniu.kernel.routes.operations import mark_read
from shuniu.kernel.web import clock
from shuniu.kernel.workdays.periods import Unit
from tests.trial.models import Paper
from tests.trial.procedures import Approval
from tests.trial.routing import GENERAL, HEAD, On, defined, trial
from tests.world import NOW, World, moment

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.trial.urls")]

WHOLE, UNIT, STAFF = "hegao", "chengwen", "liwen"


@pytest.fixture
def city(world: World) -> Iterator[World]:
    for username, unit in ((WHOLE, "city"), (UNIT, "chengguan")):
        RoleHolding.objects.create(person=world.people[username], role="routes.manager", unit=world.units[unit])
        authority_changed(world.people[username].pk, at=NOW)
    with trial(), clock.fixed(NOW):
        yield world


def client(city: World, username: str) -> Client:
    browser = Client(raise_request_exception=False)
    if username:
        browser.force_login(city.people[username])
    return browser


class TestDoors:
    # page: codes for the manager of the city, the manager of a unit, other staff, and nobody
    GET = {
        "": (200, 200, 404, 302),
        "new/": (200, 200, 404, 302),
        "export.xlsx": (200, 200, 404, 302),
        "export.csv": (200, 200, 404, 302),
        "{everybody}/": (200, 200, 404, 302),
        "{everybody}/edit/": (200, 404, 404, 302),
        "{own}/": (200, 200, 404, 302),
        "{own}/edit/": (200, 200, 404, 302),
        "{other}/": (200, 404, 404, 302),
        "{other}/edit/": (200, 404, 404, 302),
        "999999/": (404, 404, 404, 302),
        "signers/?kind=trial.approval&q=x": (200, 200, 404, 302),
        "signers/?kind=no.such&q=x": (404, 404, 404, 302),
    }
    POST = {
        "{everybody}/revise/": (303, 404, 404, 401),
        "{everybody}/activate/": (303, 404, 404, 401),
        "{everybody}/retire/": (303, 404, 404, 401),
        "{own}/retire/": (303, 303, 404, 401),
        "{other}/retire/": (303, 404, 404, 401),
    }

    @pytest.fixture
    def places(self, city: World) -> dict[str, int]:
        units = {"everybody": None, "own": city.units["chengguan_shirong"], "other": city.units["shuiwu"]}
        return {name: defined(key=name, unit=unit, status="draft").pk for name, unit in units.items()}

    @pytest.mark.parametrize("path", GET)
    def test_who_may_look(self, city: World, places: dict[str, int], path: str) -> None:
        address = f"/routes/{path.format(**places)}"
        codes = [client(city, who).get(address).status_code for who in (WHOLE, UNIT, STAFF, "")]
        assert tuple(codes) == self.GET[path]

    @pytest.mark.parametrize("path", POST)
    def test_who_may_change(self, city: World, places: dict[str, int], path: str) -> None:
        address = f"/routes/{path.format(**places)}"
        codes = [client(city, who).post(address).status_code for who in (STAFF, "", UNIT, WHOLE)]
        assert (codes[3], codes[2], codes[0], codes[1]) == self.POST[path]

    def test_whoever_signs_finds_colleagues(self, city: World) -> None:
        found = client(city, "fangzhuren").get("/routes/signers/", {"kind": Approval.kind, "person": "chengju"})
        assert "成局（chengju）" in found.content.decode()

    def test_what_is_exported_is_recorded(self, city: World) -> None:
        defined()
        client(city, WHOLE).get("/routes/export.csv")
        assert Event.objects.get(type="export").particulars["rows"] == 1


@pytest.mark.parametrize("path", ["/routes/", "/routes/{pk}/", "/routes/{pk}/?unit={unit}&f-weight=weighty&f-amount=1"])
def test_a_page_costs_a_bounded_number_of_queries(city: World, path: str, django_assert_max_num_queries: Any) -> None:
    rows = [defined(key=f"r{number}", label=f"流程{number}", unit=city.units["chengguan"]) for number in range(60)]
    for number in range(2, 12):
        defined(key="r0", version=number, status="retired")
    browser = client(city, WHOLE)
    address = path.format(pk=rows[0].pk, unit=city.unit("office"))
    browser.get(address)
    with django_assert_max_num_queries(16 if "unit=" in path else 12):
        assert browser.get(address).status_code == 200


def test_the_list_says_when_it_is_empty_and_filters(city: World) -> None:
    browser = client(city, WHOLE)
    assert "没有符合条件的审批流程" in browser.get("/routes/").content.decode()
    defined(key="a", label="用款件")
    defined(key="b", label="发文件", status="retired")
    assert "发文件" not in browser.get("/routes/").content.decode()
    assert "发文件" in browser.get("/routes/?status=all").content.decode()
    assert "用款件" not in browser.get("/routes/?q=发文&status=all").content.decode()


def form_of(stages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """What a browser would send for these stages: ``key``, ``label`` and one sitter each."""
    data: dict[str, Any] = {"label": "一般件", "note": "", "edits": "0", "stage": [one["key"] for one in stages]}
    for one in stages:
        key = one["key"]
        data |= {f"{key}-label": one["label"], f"{key}-act": one.get("act", "agree"), f"{key}-mode": "all"}
        data |= {f"{key}-met": "all", f"{key}-returns": "on", f"{key}.sitters": ["0"]}
        data |= {f"{key}.s0-by": one.get("by", "home"), f"{key}.s0-role": HEAD}
        data |= {f"{key}.s0-{name}": value for name, value in one.get("sitter", {}).items()}
    return {**data, **more}


HEADS = [{"key": "a", "label": "审核"}, {"key": "b", "label": "签发", "act": "sign"}]


class TestEditor:
    @pytest.fixture
    def draft(self, city: World) -> RouteDefinition:
        return defined((), status="draft")

    def send(self, city: World, draft: RouteDefinition, data: dict[str, Any], status: int = 200) -> str:
        answer = client(city, WHOLE).post(f"/routes/{draft.pk}/edit/", data)
        assert answer.status_code == status
        return answer.content.decode()

    def stored(self, draft: RouteDefinition) -> tuple[Stage, ...]:
        return stages_of(RouteDefinition.objects.get(pk=draft.pk).stages)

    def test_buttons_change_the_form_and_not_what_is_stored(self, city: World, draft: RouteDefinition) -> None:
        shown = self.send(city, draft, form_of(HEADS, do="down:a"))
        assert shown.index('id="box-b"') < shown.index('id="box-a"')
        assert 'id="box-s1"' in self.send(city, draft, form_of(HEADS, do="add"))
        assert 'id="box-a"' not in self.send(city, draft, form_of(HEADS, do="drop:a"))
        assert "a.s1-by" in self.send(city, draft, form_of(HEADS, do="sitter:a"))
        assert "a.w0-field" in self.send(city, draft, form_of(HEADS, do="when:a"))
        assert "a.s0-by" not in self.send(city, draft, form_of(HEADS, do="unsit:a:0"))
        assert self.stored(draft) == ()

    def test_saving_keeps_what_was_typed(self, city: World, draft: RouteDefinition) -> None:
        more = {"a.whens": ["0", "1"], "a.w0-field": "weight", "a.w0-op": "not_in", "a.w0-values": ["weighty"],
                "a.w1-field": "amount", "a.w1-op": "least", "a.w1-values": ["100"]}  # fmt: skip
        self.send(city, draft, form_of(HEADS, do="save", **more), 303)
        first, last = self.stored(draft)
        assert first.when == (Condition("weight", Op.NOT, "weighty"), Condition("amount", Op.LEAST, 100))
        assert (last.act, last.sitters) == (Act.SIGN, (Sitter(By.HOME, HEAD),))

    def test_a_person_is_found_by_name(self, city: World, draft: RouteDefinition) -> None:
        named = [{**HEADS[0], "by": "person", "sitter": {"person": "成局（chengju）"}}, HEADS[1]]
        self.send(city, draft, form_of(named, do="save"), 303)
        assert self.stored(draft)[0].sitters[0].person == city.people["chengju"].pk

    def test_a_person_whom_nobody_knows_is_a_fault_and_stays_typed(self, city: World, draft: RouteDefinition) -> None:
        named = [{**HEADS[0], "by": "person", "sitter": {"person": "查无此人"}}, HEADS[1]]
        shown = self.send(city, draft, form_of(named, do="look"))
        assert "没有指定人员" in shown
        assert "查无此人" in shown

    def test_what_is_missing_is_said_beside_its_stage(self, city: World, draft: RouteDefinition) -> None:
        shown = self.send(
            city, draft, form_of([{**HEADS[0], "by": "post", "sitter": {"unit": "city"}}, HEADS[1]], do="look")
        )
        box = shown[shown.index('id="box-a"') : shown.index('id="box-b"')]
        assert "没有填写职务" in box

    def test_a_stale_editor_is_told_and_the_second_press_goes_through(
        self, city: World, draft: RouteDefinition
    ) -> None:
        self.send(city, draft, form_of(HEADS, do="save"), 303)
        shown = self.send(city, draft, form_of(HEADS[1:], do="save"), 422)
        assert "保存过这份草稿" in shown
        assert 'name="edits" value="1"' in shown
        assert len(self.stored(draft)) == 2
        self.send(city, draft, form_of(HEADS[1:], do="save", edits="1"), 303)
        assert len(self.stored(draft)) == 1

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"stage": ["../../etc", "<script>", "a" * 60, "ok"], "do": "save"},
            {"stage": [f"k{number}" for number in range(200)], "do": "add"},
            {"stage": ["a"], "a.sitters": ["-1", "9" * 30, "x"], "do": "sitter:a"},
            {"stage": ["a"], "a-act": "rule", "a-mode": "\x00", "a.sitters": ["0"], "a.s0-by": "magic", "do": "look"},
            {"stage": ["a"], "a.whens": ["0"], "a.w0-field": "__class__", "a.w0-values": ["1"], "do": "look"},
            {"stage": ["a"], "a.whens": ["0"], "a.w0-field": "amount", "a.w0-values": ["nan"], "do": "look"},
            {"stage": ["a"], "a.whens": ["0"], "a.w0-field": "amount", "a.w0-values": ["1e999"], "do": "look"},
            {"stage": ["a"], "edits": "9" * 40, "do": "save"},
            {"do": "up:"},
            {"do": "unsit:a"},
        ],
    )
    def test_what_no_form_of_ours_sends_breaks_nothing(self, city: World, draft: RouteDefinition, data: Any) -> None:
        answer = client(city, WHOLE).post(f"/routes/{draft.pk}/edit/", data)
        assert answer.status_code in (200, 303, 422)
        assert "<script>" not in answer.content.decode().replace("<script ", "")

    def test_an_active_version_is_edited_as_a_new_one(self, city: World) -> None:
        row = defined()
        browser = client(city, WHOLE)
        assert browser.get(f"/routes/{row.pk}/edit/").status_code == 303
        answer = browser.post(f"/routes/{row.pk}/revise/")
        draft = RouteDefinition.objects.get(status="draft")
        assert answer["Location"] == f"/routes/{draft.pk}/edit/"

    def test_only_the_preview_is_drawn_for_it(self, city: World, draft: RouteDefinition) -> None:
        answer = client(city, WHOLE).post(
            f"/routes/{draft.pk}/edit/?part=preview", form_of(HEADS), headers={"HX-Request": "true"}
        )
        assert "route-form" not in answer.content.decode().replace("#route-form", "")
        assert "可以启用" in answer.content.decode()


def drawn(on: On, at: str = "2026-11-24 10:00") -> picture.Drawn:
    found = pages.opened(on.world.nigao, Paper.objects.all(), str(on.matter.number))
    return picture.drawn(found.case, found.passages, now=moment(at))


class TestPicture:
    def test_each_stage_has_its_state(self, city: World) -> None:
        on = On(city).submit(cosign=("chengguan",)).agree("fangzhuren")
        assert [(card.label, card.state) for card in drawn(on).cards] == [
            ("处室审核", "done"), ("会签", "now"), ("核稿", "ahead"), ("签发", "ahead"), ("市领导签发", "skipped"),
        ]  # fmt: skip
        assert "仅当“分量”为“重要”时办理；本件“分量”为“一般”" in drawn(on).cards[4].why

    def test_who_has_read_who_was_added_and_who_acted_for_whom(self, city: World) -> None:
        on = On(city).submit(cosign=("chengguan",)).agree("fangzhuren")
        mark_read(load_case(on.matter), city.chengju, at=NOW)
        assert drawn(on).cards[1].lines[0].read == "成局已阅"
        on.add_signer("chengju", person=on.person("tiju"), place="before", reason="请先看")
        held, added = drawn(on).cards[1].lines
        assert (held.state, added.state, added.came, added.came_why) == ("held", "now", "由成局（局长）加签", "请先看")

    def test_what_was_given_before_a_return_is_shown_with_its_version(self, city: World) -> None:
        on = On(city).submit(cosign=("chengguan",)).agree("fangzhuren")
        on.countersign("chengju", stance="reserve", opinion="缓行").send_back("hegao", reason="改").submit()
        shown = drawn(on)
        assert (shown.text, shown.returns[0].to, shown.returns[0].reason) == (2, "拟稿人", "改")
        assert [(one.word, one.version, one.former) for one in shown.opinions] == [("保留意见", 1, True)]
        assert len(shown.cards[0].former) == 1

    def test_an_empty_seat_says_so_and_what_to_do(self, city: World) -> None:
        on = On(city).submit()
        on.transfer("fangzhuren", person=on.person("tiju"), reason="r")
        Person.objects.filter(username="tiju").update(is_active=False)
        line = drawn(on).cards[0].lines[0]
        assert (line.state, line.word) == ("vacant", "空缺")
        assert "流程管理员更换" in line.advice

    def test_a_stage_with_a_limit_says_by_when_and_that_it_is_late(self, city: World) -> None:
        rule = next(one for one in all_rules() if one.default.unit is Unit.WORKING_DAYS)
        on = On(city, (Stage("sign", "签发", (Sitter(By.HOME, HEAD),), act=Act.SIGN, limit=rule.key),)).submit()
        card = drawn(on).cards[0]
        assert card.due_at is not None
        assert (card.due_at > NOW, card.late) == (True, False)
        assert drawn(on, "2027-06-01 10:00").cards[0].late
        assert on.run.legs[0].limit["length"] == rule.default.length  # type: ignore[index]  # it was resolved

    def test_before_the_first_submission_there_is_nothing_to_draw(self, city: World) -> None:
        assert drawn(On(city)).cards == []

    def test_it_costs_six_queries(self, city: World, django_assert_max_num_queries: Any) -> None:
        on = On(city, weight="weighty").submit(cosign=("chengguan", "shuiwu", "tiyu")).agree("fangzhuren")
        on.add_signer("chengju", person=on.person("hegao"), place="before")
        found = pages.opened(city.nigao, Paper.objects.all(), str(on.matter.number))
        with django_assert_max_num_queries(6):
            picture.drawn(found.case, found.passages, now=NOW)


class TestForms:
    def test_whoever_holds_two_seats_says_in_whose_name(self, city: World) -> None:
        RoleHolding.objects.create(person=city.people["chengju"], role=HEAD, unit=city.units["shuiwu"])
        authority_changed(city.people["chengju"].pk, at=NOW)
        on = On(city).submit(cosign=("chengguan", "shuiwu")).agree("fangzhuren")
        form = AgreeForm(case=load_case(on.matter), actor=city.chengju, on=NOW.date())
        assert "水务局" in str(form["seat"])
        on.countersign("chengju", stance="agree", seat=on.waiting[1])
        assert [one.unit for one in on.run.ready()] == [city.unit("chengguan")]

    def test_a_head_is_offered_only_the_seats_of_the_own_unit(self, city: World) -> None:
        on = On(city).submit(cosign=("chengguan", "shuiwu")).agree("fangzhuren")
        form = ReplaceForm(case=load_case(on.matter), actor=city.chengju, on=NOW.date())
        assert [words for _key, words in form.fields["of"].choices] == ["会签 · 城市管理局"]  # type: ignore[attr-defined]  # a choice

    def test_a_form_sent_twice_is_one_act(self, city: World) -> None:
        on = On(city).submit()
        browser = client(city, "fangzhuren")
        shown = browser.get(f"/trial/{on.matter.number}/agree/").content.decode()
        once = shown.split('name="once" value="')[1].split('"')[0]
        for _twice in range(2):
            browser.post(f"/trial/{on.matter.number}/agree/", {"opinion": "同意", "once": once, "seat": on.waiting[0]})
        assert on.run.at == "review"
        assert [one.act for one in on.run.places if one.done] == [3]

    def test_what_is_secret_is_refused_beside_the_field(self, city: World) -> None:
        on = On(city).submit()
        form = AgreeForm({"opinion": "机密★1年"}, case=load_case(on.matter), actor=city.fangzhuren, on=NOW.date())
        assert "opinion" in form.errors

    def test_a_route_is_chosen_with_its_units_and_faults_are_said(self, city: World) -> None:
        on = On(
            city, (*GENERAL[:1], Stage("c", "会签", (Sitter(By.UNITS, HEAD, most=2),), act=Act.COUNTERSIGN), GENERAL[3])
        )
        browser, address = client(city, "nigao"), f"/trial/{on.matter.number}/submit/"
        once = browser.get(address).content.decode().split('name="once" value="')[1].split('"')[0]
        sent = {"route": on.definition.pk, "once": once}
        assert "须选择1至2个单位，现选了0个" in browser.post(address, sent).content.decode()
        picked = {**sent, f"pick-{on.definition.pk}-c.0": [city.unit("chengguan"), city.unit("shuiwu")]}
        assert browser.post(address, picked).status_code == 303
        assert on.run.at == "head"
