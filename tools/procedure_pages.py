"""Write every procedure as a page of docs/procedures/, read from its class; ``--check`` compares.

The pages are for the office's own lawyers and clerks: who may do what, in which state, and which clock it moves.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")
django.setup()

from shuniu.kernel.casework.procedure import Clock, Procedure, State, Step, Turn, Where, Who
from shuniu.kernel.casework.registry import all_procedures
from shuniu.kernel.organisation.roles import label as role_label

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "procedures"
TURNS = {
    Turn.START: "开始",
    Turn.STOP: "停止",
    Turn.PAUSE: "暂停",
    Turn.RESUME: "继续",
    Turn.RESTART: "重新开始",
    Turn.EXTEND: "延长",
}
WHERE = {Where.LEAD: "（主办）", Where.ASSISTING: "（协办）", Where.CENTRE: ""}


def who(seats: tuple[Who, ...]) -> str:
    names = {Where.CITIZEN: "群众", Where.SYSTEM: "系统", Where.SEAT: "当前席位"}
    return "、".join(names.get(seat.where) or f"{role_label(seat.role)}{WHERE[seat.where]}" for seat in seats) or "—"


def several(step: Step, states: list[State]) -> str:
    """The states by name, or those left out when these are fewer."""
    others = [state for state in step.procedure.states.values() if state not in states]
    if len(others) < len(states):
        return "除" + "、".join(state.label for state in others) + "外的各状态"
    return "、".join(state.label for state in states)


def moves(step: Step) -> str:
    if step.opens:
        return f"→ {step.moves[0].target.label}"
    staying = several(step, [move.source for move in step.moves if move.source is move.target])
    leaving = several(step, [move.source for move in step.moves if move.source is not move.target])
    target = next((move.target.label for move in step.moves if move.source is not move.target), "")
    return f"{leaving} → {target}" if leaving else f"在{staying}时"


def state_row(state: State) -> str:
    kind = "起点" if state.initial else "终点" if state.final else ""
    return f"| {state.label} | `{state.name}` | {kind} | {who(state.waits)} | {state.public or '—'} |"


def step_row(step: Step) -> str:
    clocks = "；".join(f"{turn.clock.label}{TURNS[turn.turn]}" for turn in step.clocks) or "—"
    limits = f"（最多{step.at_most}次）" if step.at_most else ""
    return f"| {step.label}{limits} | `{step.name}` | {moves(step)} | {who(step.by)} | {clocks} |"


def clock_row(clock: Clock) -> str:
    source = clock.cites.cite() if clock.cites else "本地规定"
    return f"| {clock.label} | `{clock.name}` | {source} | {clock.public or '—'} |"


def drawing(procedure: type[Procedure]) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    for state in procedure.states.values():
        yield f'    state "{state.label}" as {state.name}'
    yield f"    [*] --> {procedure.initial().name}"
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in procedure.steps.values():
        for move in step.moves:
            if move.source is not move.target:
                arrows.setdefault((move.source.name, move.target.name), []).append(str(step.label))
    for (source, target), labels in arrows.items():
        yield f"    {source} --> {target}: {'、'.join(labels)}"
    yield from (f"    {state.name} --> [*]" for state in procedure.states.values() if state.final)
    yield "```"


def page(procedure: type[Procedure]) -> str:
    head = "| --- " * 5 + "|"
    parts = [
        f"# {procedure.label} `{procedure.kind}`",
        f"第{procedure.version}版，自{procedure.effective_from.isoformat()}起。\n"
        "本页由程序生成（`make procedures`），请勿手工修改。",
        "\n".join(drawing(procedure)),
        "## 状态",
        "\n".join(["| 状态 | 标识 | | 等待谁 | 群众看到 |", head, *map(state_row, procedure.states.values())]),
        "## 操作",
        "\n".join(["| 操作 | 标识 | 从哪里到哪里 | 谁可以做 | 时限 |", head, *map(step_row, procedure.steps.values())]),
        "## 时限",
        "| 时限 | 标识 | 依据 | 群众看到 |\n"
        + "| --- " * 4
        + "|\n"
        + "\n".join(map(clock_row, procedure.clocks.values())),
    ]
    return "\n\n".join(parts) + "\n"


def pages() -> dict[Path, str]:
    """Every page with the text it should have now."""
    return {FOLDER / f"{procedure.kind}.v{procedure.version}.md": page(procedure) for procedure in all_procedures()}


def stale() -> list[str]:
    """Names of the pages that are missing, out of date, or belong to no procedure."""
    wanted = pages()
    there = {path: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    return sorted(path.name for path in there.keys() | wanted.keys() if there.get(path) != wanted.get(path))


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        wrong = stale()
        print("\n".join(f"stale: docs/procedures/{name}" for name in wrong) or "docs/procedures is up to date")
        return 1 if wrong else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(FOLDER.parent.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
