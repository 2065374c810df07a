"""Which rows a rebuild may have written already, in as much memory however many there are.

A new generation is empty: a row that this build has not written need not be looked for. Most keys
of a rebuild are new, so nearly all look-ups are spared. A filter after Bloom: a no is certain, a
wrong yes costs one look-up.
"""

from collections.abc import Iterable

BITS = 1 << 27  # 16 MB; of ten million keys one in fifty is taken for another
MASK = BITS - 1
SECOND = 27  # how far into its hash the second place of a key begins


class Written:
    def __init__(self) -> None:
        self._bits = bytearray(BITS >> 3)

    def add(self, projection: str, keys: Iterable[str]) -> None:
        bits = self._bits
        for key in keys:
            number = hash((projection, key))
            one, other = number & MASK, number >> SECOND & MASK
            bits[one >> 3] |= 1 << (one & 7)
            bits[other >> 3] |= 1 << (other & 7)

    def among(self, projection: str, keys: Iterable[str]) -> list[str]:
        """Those that may be there."""
        return [key for key in keys if self._has(hash((projection, key)))]

    def _has(self, number: int) -> bool:
        one, other = number & MASK, number >> SECOND & MASK
        return bool(
            self._bits[one >> 3] >> (one & 7) & 1 and self._bits[other >> 3] >> (other & 7) & 1
        )
