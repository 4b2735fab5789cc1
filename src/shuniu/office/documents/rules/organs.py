"""How two organs stand to each other: from the organisation tree, and by name for those beyond it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol


class Sort(StrEnum):
    """What an organ is, as far as the rules ask."""

    GOVERNMENT = "government"
    OFFICE = "office"  # 政府办公厅（室）
    DEPARTMENT = "department"
    SECTION = "section"  # 部门内设机构
    OTHER = "other"
    CONGRESS = "congress"  # 人民代表大会及其常务委员会
    PERSON = "person"


class Standing(StrEnum):
    """Where a reader stands, seen from the writer."""

    SELF = "self"
    ABOVE = "above"
    ABOVE_SKIPPING = "above_skipping"  # a superior, but not the next one
    GUIDING = "guiding"  # the superior department of one's own line
    BELOW = "below"
    AUTHORISED = "authorised"  # below the government whose office writes
    GUIDED = "guided"  # below in one's own line: the departments of lower governments
    BESIDE = "beside"
    INSIDE = "inside"  # one's own sections


UPWARD: Final = frozenset({Standing.ABOVE, Standing.ABOVE_SKIPPING, Standing.GUIDING})
DOWNWARD: Final = frozenset({Standing.BELOW, Standing.AUTHORISED, Standing.GUIDED, Standing.INSIDE})


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ or a person. ``chain`` holds the ids of what stands above it, the nearest first; ``id`` 0: not in the tree."""

    name: str
    sort: Sort
    id: int = 0
    chain: tuple[int, ...] = ()
    group: bool = False
    """各县（市、区）人民政府: many at once."""
    province: bool = False
    """Beyond the city, and above it."""
    serves: int = 0
    """The id of the nearest government above."""

    @property
    def governs(self) -> bool:
        return self.sort is Sort.GOVERNMENT


class Unit(Protocol):
    """What is asked of a node of the tree."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def parent_id(self) -> int | None: ...


_KINDS: Final = {
    "section": Sort.SECTION,
    "window": Sort.SECTION,
    "department": Sort.DEPARTMENT,
    "district": Sort.GOVERNMENT,
    "township": Sort.GOVERNMENT,
    "enterprise": Sort.OTHER,
}


def organ_of(unit: Unit, nodes: Mapping[int, Unit]) -> Organ:
    """The organ that a unit of the tree is."""
    chain: list[int] = []
    above = unit.parent_id
    while above is not None and above in nodes:
        chain.append(above)
        above = nodes[above].parent_id
    sort = _KINDS.get(unit.kind)
    if sort is None:
        sort = Sort.GOVERNMENT if not chain or unit.name.endswith("人民政府") else Sort.OFFICE
    serves = next((one for one in chain if _governs(nodes[one])), 0)
    return Organ(unit.name, sort, unit.id, tuple(chain), serves=serves)


def _governs(unit: Unit) -> bool:
    return unit.parent_id is None or _KINDS.get(unit.kind) is Sort.GOVERNMENT


_PERSON = re.compile(
    r"(?:(?:副?(?:市|省|区|县|镇|乡)长|副?书记|秘书长|副?(?:局|厅|处|科)长|(?<!会)副?主任|领导|同志)(?:[^会室组办局处科部院厅委站心]{2,3})?|负责人)$"
)
_CONGRESS = re.compile(r"人民代表大会|人大常委会|人大$")
_PROVINCE = re.compile(r"^(?:中共)?(?:[\u4e00-\u9fff]{1,7}省|省|[\u4e00-\u9fff]{2,5}自治区)(?=[\u4e00-\u9fff])")
_STATE = re.compile(r"^(?:国务院|中共中央|中央|国家|全国)")
_GOVERNMENT = re.compile(r"(?:人民政府|政府|街道办事处|街道办)$")
_DEPARTMENTS = re.compile(r"(?:部门|委办局|局|委|委员会|机构|单位)$")


def organ_named(name: str) -> Organ:
    """What a name beyond the tree probably is. Rules that follow from it advise; they never forbid."""
    name = name.strip()
    group = name.startswith(("各", "市政府各", "市直各", "区政府各", "县政府各", "有关", "市政府有关"))
    province = bool(_PROVINCE.match(name) or _STATE.match(name)) and not group
    if _CONGRESS.search(name):
        return Organ(name, Sort.CONGRESS, group=group, province=province)
    if not group and _PERSON.search(name):
        return Organ(name, Sort.PERSON, province=province)
    if _GOVERNMENT.search(name) or name in {"国务院", "中共中央"}:
        return Organ(name, Sort.GOVERNMENT, group=group, province=province)
    if _DEPARTMENTS.search(name) or province:
        return Organ(name, Sort.DEPARTMENT, group=group, province=province)
    return Organ(name, Sort.OTHER, group=group)


def standing(writer: Organ, reader: Organ) -> Standing:
    """Where the reader stands, seen from the writer."""
    if (writer.id and writer.id == reader.id) or writer.name == reader.name:
        return Standing.SELF
    if not reader.id:
        return _outside(writer, reader)
    if reader.id in writer.chain:
        return Standing.ABOVE if writer.chain[0] == reader.id else Standing.ABOVE_SKIPPING
    if writer.id in reader.chain:
        return Standing.INSIDE if reader.sort is Sort.SECTION else Standing.BELOW
    return _beside(writer, reader)


def _beside(writer: Organ, reader: Organ) -> Standing:
    """In the tree, and neither above nor below."""
    if writer.sort is Sort.OFFICE and writer.serves in reader.chain:
        return Standing.AUTHORISED
    if writer.sort is reader.sort is Sort.DEPARTMENT and writer.serves != reader.serves:
        if writer.serves in reader.chain:
            return Standing.GUIDED
        if reader.serves in writer.chain:
            return Standing.GUIDING
    return Standing.BESIDE


def _outside(writer: Organ, reader: Organ) -> Standing:
    """Beyond the tree: the names of groups, and organs above the city."""
    if reader.sort is Sort.PERSON or reader.sort is Sort.CONGRESS:
        return Standing.BESIDE
    if reader.province:
        return _province(writer, reader)
    if reader.group:
        return _group(writer, reader)
    return Standing.BESIDE


def _province(writer: Organ, reader: Organ) -> Standing:
    if writer.governs and not writer.chain:
        direct = reader.governs and not _STATE.match(reader.name)
        return Standing.ABOVE if direct else Standing.ABOVE_SKIPPING if reader.governs else Standing.BESIDE
    if writer.sort in {Sort.DEPARTMENT, Sort.OFFICE} and not reader.governs:
        return Standing.GUIDING
    return Standing.ABOVE_SKIPPING


def _group(writer: Organ, reader: Organ) -> Standing:
    if writer.governs:
        return Standing.BELOW
    if writer.sort is Sort.OFFICE:
        return Standing.AUTHORISED
    if reader.governs:
        return Standing.BESIDE
    below = reader.name.startswith(("各县", "各区", "各街道", "各乡", "各镇"))
    return Standing.GUIDED if below else Standing.BESIDE


def highest_skipped(writer: Organ, reader: Organ) -> int:
    """The id of the organ that is passed over when the writer turns to that reader; 0 when none is known."""
    if reader.id:
        return writer.chain[0] if writer.chain and reader.id in writer.chain[1:] else 0
    return writer.chain[0] if reader.province and writer.chain else 0
