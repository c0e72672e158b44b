"""What crosses the pipe between the parent and its jail: frames of a JSON head and any number of blobs, lengths first. Never a pickle.

    frame = u32 length of head (big-endian) ‖ head (JSON object, UTF-8) ‖ blobs, whose lengths are head["sizes"]

To the child: {"limits": …, "kinds": […]}, then one {"kind", "label"} with the file's octets as its blob for each file.
From the child: {"answer": "ready"}, then for each file one of
    {"answer": "refused", "faults": […]}                   faults in their JSON form
    {"answer": "checked"}                                  JSON and JSON lines: the parent reads the same octets again
    {"answer": "value"} ‖ JSON                             CSV, YAML, text and XML
    {"answer": "book", "sheets": […]} ‖ table ‖ codes…     workbooks, see `workbook.PackedBook`
The parent trusts none of it: lengths are capped, and whatever does not hold together is answered as a file that could not be read.
"""

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
_HEAD_CAP = 64 * 1024 * 1024


class BrokenFrame(ValueError):
    """The stream ended inside a frame, or its lengths are not believable."""


def write_frame(stream: BinaryIO, head: dict[str, Any], blobs: Sequence[bytes] = ()) -> None:
    """Writes one frame and flushes."""
    encoded = json.dumps({**head, "sizes": [len(blob) for blob in blobs]}, ensure_ascii=False).encode("utf-8", "replace")
    stream.write(_LENGTH.pack(len(encoded)) + encoded)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read_frame(stream: BinaryIO, cap: int) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next frame, or None where the stream ends before one. BrokenFrame where blobs exceed `cap` octets or the frame is cut short."""
    prefix = stream.read(_LENGTH.size)
    if not prefix:
        return None
    if len(prefix) < _LENGTH.size:
        raise BrokenFrame("cut short")
    length = _LENGTH.unpack(prefix)[0]
    if length > _HEAD_CAP:
        raise BrokenFrame("head too long")
    head = json.loads(_exactly(stream, length))
    sizes = head.pop("sizes") if isinstance(head, dict) and "sizes" in head else None
    if not isinstance(sizes, list) or not all(isinstance(size, int) and size >= 0 for size in sizes) or sum(sizes) > cap:
        raise BrokenFrame("sizes")
    return head, [_exactly(stream, size) for size in sizes]


def _exactly(stream: BinaryIO, size: int) -> bytes:
    octets = stream.read(size)
    if len(octets) != size:
        raise BrokenFrame("cut short")
    return octets
