"""Many texts in two arrays: their UTF-8 octets one after the other, and where each ends. Nothing is decoded before it is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Self

import numpy as np

from .csr import Ints


@dataclass(frozen=True, slots=True)
class Texts:
    """`octets` (uint8) and `starts` (one more than there are texts)."""

    octets: Ints
    starts: Ints

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        starts = np.zeros(len(encoded) + 1, dtype=np.uint64)
        np.cumsum(np.fromiter(map(len, encoded), dtype=np.uint64, count=len(encoded)), out=starts[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)

    @classmethod
    def of_arrow(cls, texts: Any) -> Self:
        """From an Arrow array of strings without nulls, whose octets are taken as they lie."""
        import pyarrow as pa

        whole = texts.cast(pa.large_string())
        _, places, octets = whole.buffers()
        starts = np.frombuffer(places, dtype=np.int64)[whole.offset : whole.offset + len(whole) + 1]
        held = np.frombuffer(octets, dtype=np.uint8)[starts[0] : starts[-1]] if octets is not None else np.zeros(0, dtype=np.uint8)
        return cls(held, (starts - starts[0]).astype(np.uint64))

    @classmethod
    def held(cls, arrays: Mapping[str, Ints], name: str) -> Self:
        """From the arrays of a file, as `arrays` names them."""
        return cls(arrays[f"{name}.octets"], arrays[f"{name}.starts"])

    def arrays(self, name: str) -> dict[str, Ints]:
        small = len(self.octets) < 2**32
        return {f"{name}.octets": self.octets, f"{name}.starts": self.starts.astype(np.uint32) if small else self.starts}

    def __len__(self) -> int:
        return len(self.starts) - 1

    def raw(self, at: int) -> bytes:
        return self.octets[int(self.starts[at]) : int(self.starts[at + 1])].tobytes()

    def __getitem__(self, at: int) -> str:
        return self.raw(at).decode("utf-8", "surrogatepass")

    def find(self, text: str) -> int | None:
        """The place of a text among texts that are sorted (by code points, which is the order of their octets)."""
        wanted = text.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self.raw(low) == wanted else None


def mark_of(text: str) -> int:
    """64 bits that stand for a text in a look-up; what is found is compared with the text itself."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Lookup:
    """From a text's mark to the numbers it was entered with, in the order in which they were entered."""

    marks: Ints
    numbers: Ints

    @classmethod
    def of(cls, entries: Iterable[tuple[int, int]], count: int) -> Self:
        """From (mark, number), each pair once."""
        table = np.fromiter(entries, dtype=np.dtype([("mark", "<u8"), ("number", "<u4")]), count=count)
        order = np.argsort(table["mark"], kind="stable")
        return cls(table["mark"][order], table["number"][order])

    @classmethod
    def held(cls, arrays: Mapping[str, Ints], name: str) -> Self:
        return cls(arrays[f"{name}.marks"], arrays[f"{name}.numbers"])

    def arrays(self, name: str) -> dict[str, Ints]:
        return {f"{name}.marks": self.marks, f"{name}.numbers": self.numbers}

    def __getitem__(self, text: str) -> list[int]:
        mark = np.uint64(mark_of(text))
        low, high = np.searchsorted(self.marks, mark, "left"), np.searchsorted(self.marks, mark, "right")
        found: list[Any] = self.numbers[low:high].tolist()
        return found
