"""An immutable file mapped into memory, whose checksum is reckoned beside: what reads the file may be imported meanwhile.

Only the standard library is imported here, so that the reckoning begins as early as a command knows the file.
"""

import hashlib
import mmap
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from ...faults import refuse

MAGIC = b"SEKISHO1"
CHECKSUM = 32  # octets at the end: the SHA-256 of all before


def is_compiled(path: Path) -> bool:
    """Whether a file begins as compiled files do."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def compiled_among(paths: Sequence[Path]) -> "CompiledFile | None":
    """The one compiled chart that was named. InputRefused `chart.compiled-beside` where it stands beside other charts."""
    found = [path for path in paths if is_compiled(path)]
    if found and len(paths) > 1:
        raise refuse(
            str(found[0]),
            "chart.compiled-beside",
            what=("編成済みの資本関係図は、ほかの図と一緒には引けません", "a compiled chart cannot be asked together with other charts"),
            remedy=("すべての元のファイルから chart build で一つに編成してください", "compile all of the source files into one with `chart build`"),
        )
    return CompiledFile(found[0]) if found else None


class CompiledFile:
    """The octets of a file as they lie in it, and whether its checksum holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self.octets = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) if path.stat().st_size else memoryview(b"")
        self._holds = False
        self._reckoning = Thread(target=self._reckon)  # the digest lets other threads run while it reads
        self._reckoning.start()

    def holds(self) -> bool:
        """Whether the file is whole, once that is known; until then nothing in it may be believed."""
        self._reckoning.join()
        return self._holds

    def _reckon(self) -> None:
        self._holds = checksum_holds(self.octets)


def checksum_holds(octets: memoryview) -> bool:
    """Whether the last octets are the SHA-256 of those before."""
    return len(octets) > CHECKSUM and hashlib.sha256(octets[:-CHECKSUM]).digest() == bytes(octets[-CHECKSUM:])
