"""The office's pages of requests for information: every step has its form, and strangers see nothing."""

from __future__ import annotations

import pytest

from shuniu.kernel.web import clock
from tests import information as made
from tests.information import address, client_of, did, drafted, filed, sent, signed
from tests.world import World, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-11 15:00")


def test_whole_way(world: World) -> None:
    clerk, head = client_of(world, "gongban"), client_of(world, "gongzhang")
    with clock.fixed(NOW):
        for path in ("requests/", "requests/all/", "requests/register/", "remedies/", "annual/", "annual/words/?year=2026", "annual/report.pdf", "annual/report.xlsx", "annual/behind/?year=2026&row=1&column=total"):
            answer = clerk.get(f"/disclosure/{path}")
            assert answer.status_code == 200, (path, answer.content.decode()[:3000])
        matter = filed(world)
        answer = clerk.get(address(matter))
        assert answer.status_code == 200
        for step in ("find-clear", "ask-correction", "assign", "ask-third-party", "ask-organ", "ask-reasons", "draft-reply", "draft-reply/?kind=withheld".replace("/?", "/?"), "withdraw"):
            url = address(matter, step + ("/" if "?" not in step else ""))
            answer = clerk.get(url)
            assert answer.status_code == 200, url
        for step in ("extend", "postpone", "charge"):
            assert head.get(address(matter, f"{step}/")).status_code == 200, step
        drafted(world, matter, kind="withheld", ground="third_party", reason="理由" * 1000)
        answer = head.get(address(matter, "sign/"))
        assert answer.status_code == 200
        assert "letters/3.pdf" in answer.content.decode()
        pdf = head.get(address(matter, "letters/3.pdf"))
        assert pdf["Content-Type"] == "application/pdf"
        did(world, matter, "sign", "2026-11-11 10:00", "gongzhang")
        for step in ("deliver", "register-remedy", "conclude-remedy", "inform-third-party"):
            assert clerk.get(address(matter, f"{step}/")).status_code == 200, step
        answer = clerk.get(address(matter))
        assert answer.status_code == 200
        open("/tmp/matter.html", "w").write(answer.content.decode())
        for seq, step in enumerate(matter.passages.order_by("seq").values_list("step", flat=True), 1):
            answer = clerk.get(address(matter, f"letters/{seq}.pdf"))
            print(seq, step, answer.status_code)
        open("/tmp/letter.pdf", "wb").write(pdf.content)
        open("/tmp/annual.pdf", "wb").write(clerk.get("/disclosure/annual/report.pdf?year=2026").content)
