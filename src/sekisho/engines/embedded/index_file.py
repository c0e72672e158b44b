"""The container of a compiled index: named arrays in one immutable file, mapped into memory and checked by SHA-256 when it is opened.

Layout: 8 octets `SEKISHO1`, 8 octets little-endian length of the head, the head (canonical JSON: what the index was made from, and each array's type,
shape and place), the arrays at multiples of 64, and the SHA-256 of all that. Offsets count from the start of the file.
"""

import hashlib
import json
import mmap
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ...canonical import canonical_json
from ...faults import RegisterRefused, fault

MAGIC = b"SEKISHO1"
ALIGN = 64
Arrays = Mapping[str, "np.ndarray[Any, Any]"]


def encoded(about: Mapping[str, Any], arrays: Arrays) -> bytes:
    """The octets of an index file."""
    places: dict[str, Any] = {}
    at = 0
    for name, array in arrays.items():
        at = -(-at // ALIGN) * ALIGN
        places[name] = {"type": array.dtype.str, "length": int(array.shape[0]), "at": at}
        at += array.nbytes
    head = canonical_json({"about": dict(about), "arrays": places})
    start = _start(len(head))
    body = bytearray(start + at)
    body[: 16 + len(head)] = MAGIC + len(head).to_bytes(8, "little") + head
    for name, array in arrays.items():
        where = start + places[name]["at"]
        body[where : where + array.nbytes] = np.ascontiguousarray(array).tobytes()
    return bytes(body) + hashlib.sha256(body).digest()


def _start(head: int) -> int:
    return -(-(16 + head) // ALIGN) * ALIGN


def write(path: Path, about: Mapping[str, Any], arrays: Arrays) -> None:
    """Write beside, then rename: a reader sees the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as half:
        half.write(encoded(about, arrays))
        half.flush()
        os.fsync(half.fileno())
    Path(half.name).replace(path)


def opened(path: Path) -> tuple[dict[str, Any], dict[str, "np.ndarray[Any, Any]"]]:
    """What the index was made from, and its arrays as they lie in the file. A file whose checksum does not hold is refused (exit 3)."""
    with path.open("rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) if path.stat().st_size else memoryview(b"")
    return decoded(mapped, path.name)


def decoded(octets: memoryview, label: str = "index") -> tuple[dict[str, Any], dict[str, "np.ndarray[Any, Any]"]]:
    """As `opened`, from octets in memory."""
    if len(octets) < 48 or bytes(octets[:8]) != MAGIC or hashlib.sha256(octets[:-32]).digest() != bytes(octets[-32:]):
        what = ("索引が途中で切れているか、書き換えられている", "the index is truncated or altered")
        remedy = ("消して、登録簿の版から作り直す", "delete it, and build it again from the register edition")
        raise RegisterRefused([fault(label, "register.index-broken", what=what, remedy=remedy)])
    length = int.from_bytes(octets[8:16], "little")
    head = json.loads(bytes(octets[16 : 16 + length]))
    start = _start(length)
    arrays = {}
    for name, place in head["arrays"].items():
        kind = np.dtype(place["type"])
        arrays[name] = np.frombuffer(octets, dtype=kind, count=place["length"], offset=start + place["at"])
    return head["about"], arrays
