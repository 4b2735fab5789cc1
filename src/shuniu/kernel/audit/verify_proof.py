#!/usr/bin/env python3
"""核验记录证明文件 / Verify a record that was taken out of a Shuniu ledger.

用法 / Usage:   python verify_proof.py FILE [--text]

只需 Python 3.8 以上，不联网，不依赖任何其他软件，也不需要信任出具单位。
Needs Python 3.8 or newer and nothing else: no network, no other software, no trust in the office.

退出码 / Exit code: 0 完整 intact, 1 不完整 not intact, 2 无法读取 not readable.

核验的内容 / What is checked
1. 每条记录的内容与其哈希（SM3，GB/T 32905）相符。    Each event's content fits its hash.
2. 记录从第一条起首尾相连，中间没有缺失。            The events follow one another from the first, none missing.
3. 每条已封存的记录确在当日封存的根哈希之下。        Each sealed event lies under the root of its day's seal.
4. 各封存记录的内容与其哈希相符，且首尾相连。        The seals fit their hashes and follow one another.
最后打印的封存哈希可与出具单位公布的或他人存有的相比对：相同则记录自封存之日起未被改动。
Compare the seal hash printed at the end with the one that was published or that somebody else has kept: if they are the
same, nothing has been changed since that day.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any, Dict, Iterator, Tuple  # noqa: UP035 - a court's Python may be 3.8

Proof = Dict[str, Any]  # noqa: UP006 - as above
Fault = Tuple[str, str]  # noqa: UP006 - as above

FORMAT = "shuniu-proof-1"
FIRST = "0" * 64


# --- SM3 (GB/T 32905-2016) ------------------------------------------------------------------------------------------


def rotate(x: int, n: int) -> int:
    n %= 32
    return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF


def sm3_block(v: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
        w.append(x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = v
    for j in range(64):
        t = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = rotate((rotate(a, 12) + e + rotate(t, j)) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        tt1 = (ff + d + (ss1 ^ rotate(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
        tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
        a, b, c, d = tt1, a, rotate(b, 9), c
        e, f, g, h = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
    return [x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h))]  # noqa: B905 - strict= needs Python 3.10, a court's may be older


def sm3_in_python(data: bytes) -> bytes:
    """SM3 by hand, for a Python whose OpenSSL lacks it."""
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    v = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    for start in range(0, len(padded), 64):
        v = sm3_block(v, padded[start : start + 64])
    return b"".join(x.to_bytes(4, "big") for x in v)


def sm3(data: bytes) -> bytes:
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return sm3_in_python(data)


# --- The record ------------------------------------------------------------------------------------------------------


def line(value: object) -> str:
    return "" if value is None else str(value)


def lines_hash(kind: str, columns: Proof, names: tuple[str, ...]) -> str:
    """SM3 of one line for each column under a line that names the kind; no column may hold a line feed."""
    lines = [kind] + [line(columns[name]) for name in names]
    if any("\n" in one for one in lines):
        return "a line feed inside a column"
    return sm3("\n".join(lines).encode("utf-8")).hex()


EVENT = ("prev", "chain", "seq", "at", "recorded_at", "type", "actor_id", "actor", "subject", "body")
SEAL = ("prev", "day", "first_id", "last_id", "events", "root", "sealed_at")


def root_above(leaf: str, path: list[list[str]]) -> str:
    node = bytes.fromhex(leaf)
    for side, brother in path:
        other = bytes.fromhex(brother)
        node = sm3(b"\x01" + other + node if side == "left" else b"\x01" + node + other)
    return node.hex()


def faults_of_events(proof: Proof) -> Iterator[Fault]:
    """What is wrong with the chain of events: pairs of a Chinese and an English sentence."""
    prev, chain = FIRST, proof["about"]["chain"]
    if not proof["events"] or proof["about"]["events"] != len(proof["events"]):
        yield "记录条数与文件所称不符", "the number of events is not what the file says"
    for seq, event in enumerate(proof["events"], start=1):
        if lines_hash("shuniu-event-1", event, EVENT) != event["hash"]:
            yield f"第 {seq} 条记录的内容与其哈希不符", f"event {seq}: the content does not fit its hash"
        if event["seq"] != seq or event["chain"] != chain or event["prev"] != prev:
            yield f"第 {seq} 条记录与前一条不相连", f"event {seq} does not follow the one before it"
        prev = event["hash"]


def faults_of_seals(proof: Proof) -> Iterator[Fault]:
    """What is wrong with the seals, and with the events' places under them."""
    seals: dict[int, Proof] = {}
    before = None
    for seal in proof["seals"]:
        name = seal["id"]
        seals[name] = seal
        if lines_hash("shuniu-seal-1", seal, SEAL) != seal["hash"]:
            yield f"第 {name} 号封存的内容与其哈希不符", f"seal {name}: the content does not fit its hash"
        if before and (seal["prev"] != before["hash"] or seal["first_id"] != before["last_id"] + 1):
            yield f"第 {name} 号封存与前一号不相连", f"seal {name} does not follow the one before it"
        before = seal
    open_end = False
    for event in proof["events"]:
        seal = seals.get(event["seal"])
        if event["seal"] is None:
            open_end = True
        elif open_end or seal is None or root_above(event["hash"], event["path"]) != seal["root"]:
            seq = event["seq"]
            yield f"第 {seq} 条记录不在其封存之下", f"event {seq} does not lie under its seal"


def verify(proof: Proof) -> list[Fault]:
    """All faults of a proof; none means that the record is intact."""
    if proof.get("format") != FORMAT:
        return [("不是本程序所能核验的文件", "not a file that this program can verify")]
    return list(faults_of_events(proof)) + list(faults_of_seals(proof))


def report(proof: Proof, faults: list[Fault], with_text: bool) -> int:
    about = proof.get("about", {})
    if with_text:
        for event in proof.get("events", []):
            print(event["seq"], event["at"], event["type"], event["actor"], event["body"])
    print(f"编号 number: {about.get('number') or '—'}    出具单位 issuer: {about.get('issuer') or '—'}")
    if faults:
        print("结论：记录不完整。 RESULT: THE RECORD IS NOT INTACT.")
        for chinese, english in faults:
            print(f"  - {chinese} / {english}")
        return 1
    events, unsealed = len(proof["events"]), sum(1 for event in proof["events"] if event["seal"] is None)
    print(f"结论：记录完整，共 {events} 条。 RESULT: THE RECORD IS INTACT, {events} events.")
    if unsealed:
        print(f"  其中最后 {unsealed} 条尚未封存，不能证明其未被整体改写。")
        print(f"  The last {unsealed} of them are not sealed yet: nothing shows that they were not written anew.")
    if proof["seals"]:
        last = proof["seals"][-1]
        print(f"  最后封存 last seal: {last['day']}  {last['hash']}")
    return 0


def main(arguments: list[str]) -> int:
    files = [one for one in arguments if not one.startswith("--")]
    if len(files) != 1:
        print(__doc__)
        return 2
    try:
        with open(files[0], encoding="utf-8") as file:
            proof = json.load(file)
        return report(proof, verify(proof), "--text" in arguments)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print("无法读取：文件已损坏或不是记录证明。 NOT READABLE: damaged, or not a proof.", repr(error))
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
