"""The grammar of printed numbers, English and Russian: digits, words, scales, units, qualifiers."""
