"""The container of a compiled index: named arrays in one immutable file, mapped into memory and checked by SHA-256 when it is opened.

Layout: 8 octets `SEKISHO1`, 8 octets little-endian length of the head, the head (canonical JSON: what the index was made from, and each array's type,
shape and place), the arrays at multiples of 64, and the SHA-256 of all that. Offsets count from the start of the file.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...canonical import canonical_json
from ...faults import RegisterRefused, SekishoError, fault
from .mapped import MAGIC, CompiledFile, checksum_holds

ALIGN = 64
Arrays = Mapping[str, "np.ndarray[Any, Any]"]
Refuse = Callable[[str], SekishoError]
"""What to raise for a file (by its name) that does not hold together."""


def encoded(about: Mapping[str, Any], arrays: Arrays) -> bytes:
    """The octets of an index file."""
    body = b"".join(_pieces(about, arrays))
    return body + hashlib.sha256(body).digest()


def _pieces(about: Mapping[str, Any], arrays: Arrays) -> Iterator[bytes | memoryview]:
    """The octets before the checksum, one array at a time, so that a large file is never held twice."""
    places: dict[str, Any] = {}
    at = 0
    for name, array in arrays.items():
        at = _aligned(at)
        places[name] = {"type": array.dtype.str, "length": int(array.shape[0]), "at": at}
        at += array.nbytes
    head = canonical_json({"about": dict(about), "arrays": places})
    start = _aligned(16 + len(head))
    yield (MAGIC + len(head).to_bytes(8, "little") + head).ljust(start, b"\0")
    written = 0
    for name, array in arrays.items():
        yield bytes(places[name]["at"] - written)
        if array.nbytes:
            yield np.ascontiguousarray(array).data.cast("B")
        written = places[name]["at"] + array.nbytes


def _aligned(at: int) -> int:
    return -(-at // ALIGN) * ALIGN


def write(path: Path, about: Mapping[str, Any], arrays: Arrays) -> None:
    """Write beside, then rename: a reader sees the whole file or none, and nothing is left where it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as half:
        try:
            digest = hashlib.sha256()
            for piece in _pieces(about, arrays):
                digest.update(piece)
                half.write(piece)
            half.write(digest.digest())
            half.flush()
            os.fsync(half.fileno())
        except BaseException:
            Path(half.name).unlink(missing_ok=True)
            raise
    Path(half.name).chmod(0o644)
    Path(half.name).replace(path)


def index_broken(label: str) -> SekishoError:
    """The refusal of an index of names."""
    broken = fault(
        label,
        "register.index-broken",
        what=("索引が途中で切れているか、書き換えられている", "the index is truncated or altered"),
        remedy=("消して、登録簿の版から作り直す", "delete it, and build it again from the register edition"),
    )
    return RegisterRefused([broken])


def opened(file: Path | CompiledFile, refusal: Refuse = index_broken) -> tuple[dict[str, Any], dict[str, "np.ndarray[Any, Any]"]]:
    """What the index was made from, and its arrays as they lie in the file. A file whose checksum does not hold is refused."""
    mapped = file if isinstance(file, CompiledFile) else CompiledFile(file)
    if not mapped.holds():
        raise refusal(mapped.path.name)
    return _read(mapped.octets, mapped.path.name, refusal)


def decoded(octets: memoryview, label: str = "index", refusal: Refuse = index_broken) -> tuple[dict[str, Any], dict[str, "np.ndarray[Any, Any]"]]:
    """As `opened`, from octets in memory."""
    if not checksum_holds(octets):
        raise refusal(label)
    return _read(octets, label, refusal)


def _read(octets: memoryview, label: str, refusal: Refuse) -> tuple[dict[str, Any], dict[str, "np.ndarray[Any, Any]"]]:
    """The head and the arrays of octets whose checksum holds."""
    if len(octets) < 48 or bytes(octets[:8]) != MAGIC:
        raise refusal(label)
    length = int.from_bytes(octets[8:16], "little")
    head = json.loads(bytes(octets[16 : 16 + length]))
    start = _aligned(16 + length)
    arrays = {}
    for name, place in head["arrays"].items():
        kind = np.dtype(place["type"])
        arrays[name] = np.frombuffer(octets, dtype=kind, count=place["length"], offset=start + place["at"])
    return head["about"], arrays
