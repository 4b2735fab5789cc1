"""A record taken out verifies without the product; one changed byte in it does not."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import gettext_lazy as _
from hypothesis import given, settings
from hypothesis import strategies as st

from shuniu.kernel.audit import cli, kinds, verify_proof
from shuniu.kernel.audit.encoding import merkle_paths, merkle_root, sm3
from shuniu.kernel.audit.kinds import register_event
from shuniu.kernel.audit.models import Event
from shuniu.kernel.audit.operations import Entry, append_many
from shuniu.kernel.audit.proof import NoRecord, proof_of_record, write_proof
from shuniu.kernel.audit.sealing import seal
from shuniu.kernel.organisation.actor import SYSTEM
from tests.append_only import writable

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_type() -> Iterator[None]:
    kept = dict(kinds._kinds)
    register_event("t.note", _("记事"), _("%(actor)s记下：%(text)s"))
    yield
    kinds._kinds.clear()
    kinds._kinds.update(kept)


def write_down(times: int) -> None:
    append_many(
        [
            Entry(f"m:{chain}", "t.note", AT, SYSTEM, {"text": f"第{turn}次“回访”\n满意"}, chain)
            for turn in range(times)
            for chain in range(1, 8)
        ]
    )


@pytest.fixture
def record(tmp_path: Path, db: None) -> Path:
    """Three days of events, two of them sealed."""
    for day in range(3):
        write_down(3)
        if day < 2:
            seal(AT + timedelta(days=day))
    out, _verifier = write_proof("m:4", tmp_path / "证明.json", at=AT, number="20261123-00004", issuer="云州市")
    return out


def by_the_program(file: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier that lies beside the file, isolated: without our packages, our path, our environment."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "verify_proof.py", file.name, *flags],
        cwd=file.parent,
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_file_verifies_without_the_product(record: Path) -> None:
    done = by_the_program(record, "--text")
    assert (done.returncode, done.stderr) == (0, "")
    assert "记录完整，共 9 条" in done.stdout
    assert "THE RECORD IS INTACT, 9 events" in done.stdout
    assert "最后 3 条尚未封存" in done.stdout
    assert "20261123-00004" in done.stdout


def test_the_file_holds_the_whole_record_and_what_covers_it(record: Path) -> None:
    proof = json.loads(record.read_text("utf-8"))
    assert [event["hash"] for event in proof["events"]] == list(
        Event.objects.filter(chain="m:4").order_by("seq").values_list("hash", flat=True)
    )
    assert [event["seal"] is None for event in proof["events"]] == [False] * 6 + [True] * 3
    assert len(proof["seals"]) == 2


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("events", 2, "body"), '{"text":"另一句"}'),
        (("events", 2, "at"), "2026-11-22T08:30:00.000000Z"),
        (("events", 2, "actor"), "别人"),
        (("events", 8, "body"), '{"text":"未封存的也一样"}'),
        (("events", 0, "hash"), "0" * 64),
        (("events", 0, "path"), []),
        (("events", 1, "seal"), None),
        (("seals", 0, "root"), "1" * 64),
        (("seals", 1, "prev"), "1" * 64),
        (("seals", 1, "day"), "2026-11-25"),
        (("about", "events"), 8),
        (("about", "chain"), "m:5"),
    ],
)
def test_any_changed_field_fails_and_says_so_in_both_languages(
    record: Path, place: tuple[Any, ...], value: object
) -> None:
    proof = json.loads(record.read_text("utf-8"))
    inner = proof
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    record.write_text(json.dumps(proof), "utf-8")
    done = by_the_program(record)
    assert done.returncode == 1
    assert "记录不完整" in done.stdout
    assert "NOT INTACT" in done.stdout


@pytest.mark.parametrize("cut", ["first", "middle", "last"])
def test_a_left_out_event_fails(record: Path, cut: str) -> None:
    proof = json.loads(record.read_text("utf-8"))
    del proof["events"][{"first": 0, "middle": 4, "last": -1}[cut]]
    assert verify_proof.verify(proof)


def test_one_flipped_byte_anywhere_in_what_is_hashed_fails(record: Path) -> None:
    intact = record.read_bytes()
    proof = json.loads(intact)
    spot = intact.index(b'"events": [')  # What stands above is for the reader.
    for event in proof["events"]:
        for value in (event["at"], event["recorded_at"], event["body"], event["hash"]):
            text = json.dumps(value, ensure_ascii=False)[1:-1].encode()
            spot = intact.index(text, spot) + len(text) // 2
            damaged = bytearray(intact)
            damaged[spot] ^= 1
            record.write_bytes(bytes(damaged))
            assert by_the_file(record) != 0
    record.write_bytes(intact)
    assert by_the_file(record) == 0


def by_the_file(file: Path) -> int:
    return int(verify_proof.main([str(file)]))


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b'{"format":"shuniu-proof-1"}', b"null"])
def test_what_is_no_proof_is_refused_without_a_crash(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    assert by_the_file(file) in {1, 2}
    assert by_the_file(tmp_path / "absent.json") == 2


@pytest.mark.django_db
def test_no_record_no_proof() -> None:
    with pytest.raises(NoRecord):
        proof_of_record("m:404", at=AT)


def test_the_verifiers_own_sm3_agrees_with_the_standard_and_with_openssl() -> None:
    # GB/T 32905-2016, appendix A: the two examples.
    assert (
        verify_proof.sm3_in_python(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )
    assert (
        verify_proof.sm3_in_python(b"abcd" * 16).hex()
        == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    )
    for length in (0, 1, 55, 56, 63, 64, 65, 119, 120, 1000):
        data = bytes(range(256)) * 4
        assert verify_proof.sm3_in_python(data[:length]) == sm3(data[:length])


@settings(deadline=None, max_examples=80, derandomize=True)
@given(st.integers(1, 70), st.data())
def test_every_leaf_of_every_tree_reaches_the_root_by_its_path(size: int, data: st.DataObject) -> None:
    leaves = [hashlib.sha256(str(number).encode()).digest() for number in range(size)]
    position = data.draw(st.integers(0, size - 1))
    path = merkle_paths(leaves, [position])[position]
    assert verify_proof.root_above(leaves[position].hex(), path) == merkle_root(leaves)
    for other in {0, size - 1} - {position}:
        assert verify_proof.root_above(leaves[other].hex(), path) != merkle_root(leaves)


def command(*words: str) -> int:
    parser = ArgumentParser()
    cli.add_arguments(parser.add_subparsers())
    args = parser.parse_args(["ledger", *words])
    return int(args.run(args))


@pytest.mark.django_db
def test_the_command_line_verifies_and_seals(capsys: pytest.CaptureFixture[str]) -> None:
    write_down(2)
    assert command("seal", "--json") == 0
    assert json.loads(capsys.readouterr().out)["seals"][0]["events"] == 14
    assert command("seal") == 0
    assert "没有尚未封存" in capsys.readouterr().out
    assert command("verify", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["events"], answer["first_broken"]) == (True, 14, None)
    assert answer["seconds"] > 0
    victim = Event.objects.get(chain="m:3", seq=2)
    with writable(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor = '无名' WHERE id = %s", [victim.pk])
    assert command("verify", "--json") == 1
    broken = json.loads(capsys.readouterr().out)["first_broken"]
    assert (broken["chain"], broken["seq"], broken["event_id"], broken["subject"]) == ("m:3", 2, victim.pk, 3)
    assert command("verify") == 1
    assert "第 2 条记录的内容与其哈希不符" in capsys.readouterr().out
