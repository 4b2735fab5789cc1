"""Messages as weighted character pairs, compared by cosine: what duplicates and topics share.

Character pairs do better than words on names that no word list knows (丽发新城, 月亮岛路); on real messages they also
find more of what belongs together. A pair's weight is its rarity in what was seen *so far*.
"""

import math
from collections import Counter, defaultdict
from itertools import islice

from .words import mask_numbers, normalise, pairs, without_greeting

BODY_LIMIT = 600
TITLE_FACTOR = 4
RARITY_POWER = 1.5
# Before anything is known every pair looks rare; this many imagined messages hold that back.
IMAGINED = 20
# A pair leads to so many of the newest messages that have it, and no message has more neighbours than that: when the
# water fails thousands write the same, and each compared with each would never end.
NEWEST = 60
# The commonest pairs of a message, which together make up so much of its square, lead nowhere.
LITTLE = 0.12


def pair_counts(title: str, text: str) -> Counter[str]:
    """Character pairs of a message; those of its title count more."""
    counts: Counter[str] = Counter(pairs(without_greeting(mask_numbers(normalise(text, limit=BODY_LIMIT)))))
    for pair in pairs(mask_numbers(normalise(title, limit=BODY_LIMIT))):
        counts[pair] += TITLE_FACTOR
    return counts


class Vectors:
    """A growing set of messages by number, searchable by likeness. Not safe for several threads at once."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.total = 0
        self._counts: dict[int, Counter[str]] = {}
        self._postings: defaultdict[str, dict[int, float]] = defaultdict(dict)
        self._weighted: dict[int, dict[str, float]] = {}
        self._rarity: dict[str, float] = {}
        self._measured_at = 0

    def add(self, number: int, counts: Counter[str], *, counted: bool = True) -> None:
        """Take a message in; `counted=False` for a copy that must not make its own words look common."""
        self._counts[number] = counts
        if counted:
            self.seen.update(counts.keys())
            self.total += 1
        # Rarity drifts as messages come; all weights are taken anew whenever the store has grown by a third.
        if self.total > 1.33 * self._measured_at:
            self._measured_at = self.total
            self._rarity.clear()
            for stored in self._counts:
                self._weigh(stored)
        else:
            self._weigh(number)

    def count_out(self, number: int) -> None:
        """Let a stored message no longer make its own words look common; it is found as before."""
        self.seen.subtract(self._counts[number].keys())
        self.total -= 1

    def _weigh(self, number: int) -> None:
        weights = self.weights(self._counts[number])
        self._weighted[number] = weights
        for pair, weight in weights.items():
            self._postings[pair][number] = weight

    def forget(self, number: int) -> None:
        """Drop a message from the search; how often its pairs were seen stays known."""
        for pair in self._counts.pop(number, ()):
            self._postings[pair].pop(number, None)
            if not self._postings[pair]:
                del self._postings[pair]
        self._weighted.pop(number, None)

    def remembered(self, pair: str) -> int:
        """How many stored messages have this pair."""
        return len(self._postings.get(pair, ()))

    def rarity(self, pair: str) -> float:
        """Weight of a pair: its inverse document frequency so far, raised a little."""
        found = self._rarity.get(pair)
        if found is None:
            found = math.log((self.total + IMAGINED + 1) / (self.seen[pair] + 0.5)) ** RARITY_POWER
            self._rarity[pair] = found
        return found

    def weights(self, counts: Counter[str]) -> dict[str, float]:
        """Weights of a message's pairs, brought to length 1."""
        raw = {pair: (1 + math.log(count)) * self.rarity(pair) for pair, count in counts.items()}
        length = math.sqrt(sum(value * value for value in raw.values()))
        return {pair: value / length for pair, value in raw.items()} if length else {}

    def weighted(self, number: int) -> dict[str, float]:
        """Weights of a stored message."""
        return self._weighted[number]

    def like(self, counts: Counter[str], *, least: float) -> dict[int, float]:
        """The newest messages whose cosine with these counts reaches `least`, in the order of adding."""
        query = self.weights(counts)
        partial: dict[int, float] = {}
        left = 1.0
        for pair, weight in sorted(query.items(), key=lambda one: -one[1]):
            left -= weight * weight
            if left < LITTLE:
                break
            for number, stored in islice(reversed(self._postings.get(pair, {}).items()), NEWEST):
                partial[number] = partial.get(number, 0.0) + weight * stored
        # What these show must already be part of the likeness; the exact cosine follows for these few.
        close = sorted((number for number, part in partial.items() if part >= 0.4 * least), reverse=True)
        found = ((number, self.cosine(query, number)) for number in close)
        near = islice((one for one in found if one[1] >= least), NEWEST)
        return dict(reversed(list(near)))

    def cosine(self, query: dict[str, float], number: int) -> float:
        """Cosine of a weighted message with a stored one."""
        stored = self.weighted(number)
        small, large = (query, stored) if len(query) < len(stored) else (stored, query)
        return sum(weight * large[pair] for pair, weight in small.items() if pair in large)


def cosine_without(a: dict[str, float], b: dict[str, float], left_out: frozenset[str]) -> float:
    """Cosine of two weighted messages without some pairs, such as those of their place names."""
    small, large = (a, b) if len(a) < len(b) else (b, a)
    shared = sum(weight * large[pair] for pair, weight in small.items() if pair in large and pair not in left_out)
    lengths = (1 - _square(a, left_out)) * (1 - _square(b, left_out))
    return shared / math.sqrt(lengths) if shared and lengths > 0 else 0.0


def _square(weights: dict[str, float], pairs_counted: frozenset[str]) -> float:
    return sum(weights[pair] ** 2 for pair in pairs_counted if pair in weights)
