"""Plausible names for invented people."""

from __future__ import annotations

from random import Random

from shuniu.demo.sources import table

_PARTS = table("names")
SURNAMES: str = _PARTS["surnames"]


def _given(sex: str) -> tuple[str, ...]:
    single: str = _PARTS[f"single_{sex}"]
    first: str = _PARTS[f"{sex}_first"]
    second: str = _PARTS[f"{sex}_second"]
    doubled = tuple(one + two for one in first for two in second if one != two)
    return doubled + tuple(single) * (len(doubled) // len(single) // 6)


_GIVEN = {"male": _given("male"), "female": _given("female")}
SALUTATIONS = {"male": "先生", "female": "女士"}


def full_name(rng: Random) -> tuple[str, str]:
    """A name and the salutation that goes with it (先生 or 女士). Frequent surnames come more often."""
    chance = rng.random
    surname = SURNAMES[int(chance() * chance() * len(SURNAMES))]
    sex = "male" if chance() < 0.52 else "female"
    given = _GIVEN[sex]
    return surname + given[int(chance() * len(given))], SALUTATIONS[sex]
