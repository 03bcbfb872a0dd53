"""Number words that add up and multiply: three hundred and five thousand, сто двадцать пять."""

from dataclasses import dataclass, replace
from fractions import Fraction

from kzindustry.evidence.grammar.number_words import CARDINALS, SCALES, SHORT_SCALES

ONE = Fraction(1)
MOST_SCALE = 10**24
"""Scale words that make more than a trillion trillions are no number any more."""


@dataclass(frozen=True)
class WordSum:
    """Number words added up so far: whole thousands, the group below, the scale words that end them."""

    total: Fraction = Fraction(0)
    group: Fraction = Fraction(0)
    scale: Fraction = ONE
    count: int = 0

    def extended(self, word: str) -> "WordSum | None":
        """Take one more word, or None if it does not belong to the number."""
        if word in CARDINALS:
            more = CARDINALS[word]
            return (
                replace(self, group=self.group + more, scale=ONE, count=self.count + 1)
                if self.room(more)
                else None
            )
        size = SCALES.get(word) or (SHORT_SCALES.get(word) if self.count else None)
        return self.times(size) if size and self.scale * size <= MOST_SCALE else None

    def room(self, more: Fraction) -> bool:
        """Tell whether a cardinal may be added: five after twenty, but not after three."""
        if not self.group:
            return not self.count or (more > 0 and self.total > 0)
        tens = self.group % 100
        return 0 < more < (100 if not tens else 10 if tens >= 20 and not tens % 10 else 0)

    def times(self, size: Fraction) -> "WordSum":
        """Multiply by a scale word: hundreds the group, thousands all since the last."""
        scale, count = self.scale * size, self.count + 1
        if size < 1000:
            return WordSum(self.total, (self.group or ONE) * size, scale, count)
        return WordSum(
            (self.total + self.group * size) if self.group else (self.total or ONE) * size,
            Fraction(0),
            scale,
            count,
        )
