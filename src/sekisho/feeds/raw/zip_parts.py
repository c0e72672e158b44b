"""A ZIP archive read with suspicion: its directory checked first, its parts inflated under a cap, an honest copy made of the parts that are wanted.

Nothing that a header says about sizes is believed: parts are inflated with a running cap, and a header that turns out wrong is refused. Whatever
reads the workbook afterwards gets `rebuild(...)`: the same compressed octets behind a directory of ours, so that it cannot see another archive than
we did. Refused: more than 200 entries, more than 200 MiB inflated, more than 100 : 1 (above 1 MiB), names that are absolute or climb (`..`), names
twice (case apart), overlapping or encrypted entries, methods other than stored and deflated, octets before or after the archive (APPNOTE 6.3.10).
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from ...faults import InputRefused, refuse
from .limits import KIB, Limits

LOCAL, CENTRAL, END, END64, LOCATOR64 = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ABSENT = 0xFFFFFFFF
_UTF8, _ENCRYPTED = 0x800, 0x1

_SAVE_ANEW = (
    "表計算ソフトで開き、.xlsx 形式で保存し直してください",
    "open it in your spreadsheet program and save it anew as .xlsx",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the directory; `start` and `packed` bound its compressed octets, `claimed` and `crc` are what the headers say."""

    name: str
    method: int
    start: int
    packed: int
    claimed: int
    crc: int
    header: int


def read_directory(octets: bytes, label: str, limits: Limits) -> tuple[Entry, ...]:
    """The entries, every one checked on its own and against the others. InputRefused: `zip.…`."""
    count, size, offset = _end_record(octets, label)
    if count > limits.zip_entries or size > limits.zip_entries * KIB:
        raise refuse(
            label,
            "zip.too-many-entries",
            what=(f"ブックの中の部品が {limits.zip_entries} 個を超えています", f"the workbook has more than {limits.zip_entries} parts"),
            remedy=("表のシートだけを新しいブックに写して保存してください", "copy the sheet with the list into a new workbook and save that"),
        )
    entries = []
    position = offset
    for _ in range(count):
        entry, position = _entry(octets, position, label)
        entries.append(entry)
    if position != offset + size:
        raise _damaged(label)
    _check_together(entries, offset, label, limits)
    return tuple(entries)


def inflate(octets: bytes, entry: Entry, room: int, label: str, limits: Limits) -> bytearray:
    """The octets of one part; `room` is what the whole archive may still inflate to. Stops as soon as a cap is passed."""
    out = bytearray()
    packed = memoryview(octets)[entry.start : entry.start + entry.packed]
    cap = min(room, max(limits.zip_ratio_from, entry.packed * limits.zip_ratio))
    if entry.method == 0:
        out += packed
    else:
        _inflate_into(out, packed, cap, label)
    if len(out) > cap:
        raise bomb(label, entry.name, limits)
    if len(out) != entry.claimed or zlib.crc32(out) != entry.crc:
        raise refuse(
            label,
            "zip.header-lies",
            what=("部品の大きさか検査値が目録と違います。壊れているか、細工されています", "a part's size or checksum is not what the directory says"),
            remedy=_SAVE_ANEW,
            shown=entry.name,
        )
    return out


def rebuild(octets: bytes, entries: Iterable[Entry]) -> bytes:
    """A minimal archive of the same compressed octets with a directory of our own."""
    body, directory, count = bytearray(), bytearray(), 0
    for entry in entries:
        name = entry.name.encode("utf-8")
        common = (20, _UTF8, entry.method, 0, 0x21, entry.crc, entry.packed, entry.claimed, len(name), 0)
        directory += _CENTRAL.pack(CENTRAL, 20, *common, 0, 0, 0, 0, len(body)) + name
        body += _LOCAL.pack(LOCAL, *common) + name
        body += memoryview(octets)[entry.start : entry.start + entry.packed]
        count += 1
    return bytes(body + directory + _END.pack(END, 0, 0, count, count, len(directory), len(body), 0))


def bomb(label: str, part: str, limits: Limits) -> InputRefused:
    """The refusal of what unpacks to far more than it should."""
    size = limits.zip_octets // (KIB * KIB)
    return refuse(
        label,
        "zip.bomb",
        what=(
            f"展開すると大きくなりすぎます(上限は全体 {size} MiB、圧縮率 {limits.zip_ratio} 倍)",
            f"it unpacks to too much (at most {size} MiB in all and {limits.zip_ratio} times its size)",
        ),
        remedy=("値だけを新しいブックに写して保存してください", "copy the values alone into a new workbook and save that"),
        shown=part,
    )


def _inflate_into(out: bytearray, packed: memoryview, cap: int, label: str) -> None:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), 64 * KIB):
            pending: bytes | memoryview = packed[start : start + 64 * KIB]
            while pending and len(out) <= cap and not inflater.eof:
                out += inflater.decompress(pending, 64 * KIB)
                pending = inflater.unconsumed_tail
    except zlib.error:
        raise _damaged(label) from None
    if len(out) <= cap and (not inflater.eof or inflater.unused_data):
        raise _damaged(label)


def _end_record(octets: bytes, label: str) -> tuple[int, int, int]:
    """Number of entries, size and offset of the directory (APPNOTE 4.3.14 to 4.3.16)."""
    end = octets.rfind(END, max(0, len(octets) - _END.size - 0xFFFF))
    if end < 0 or end + _END.size > len(octets):
        raise _damaged(label)
    _, _, _, _, count, size, offset, comment = _END.unpack_from(octets, end)
    if end + _END.size + comment != len(octets):
        raise _damaged(label)
    if count == 0xFFFF or _ABSENT in (size, offset):
        end -= 20
        start = struct.unpack_from("<4sLQL", octets, end)[2] if end >= 0 and octets[end : end + 4] == LOCATOR64 else -1
        if start < 0 or start + _END64.size > end or octets[start : start + 4] != END64:
            raise _damaged(label)
        count, size, offset = _END64.unpack_from(octets, start)[7:]
        end = start
    if offset + size != end or not count:
        raise _damaged(label)
    return count, size, offset


def _entry(octets: bytes, position: int, label: str) -> tuple[Entry, int]:
    if octets[position : position + 4] != CENTRAL or position + _CENTRAL.size > len(octets):
        raise _damaged(label)
    fields = _CENTRAL.unpack_from(octets, position)
    flags, method, crc, packed, claimed, name_size, extra_size, comment_size = fields[3], fields[4], *fields[7:13]
    header = fields[16]
    name_end = position + _CENTRAL.size + name_size
    raw_name = octets[position + _CENTRAL.size : name_end]
    name = _name(raw_name, flags, label)
    claimed, packed, header = _wide(octets[name_end : name_end + extra_size], [claimed, packed, header], label)
    if flags & _ENCRYPTED:
        raise refuse(
            label,
            "zip.password",
            what=("ブックにパスワードがかかっています", "the workbook is protected with a password"),
            remedy=("パスワードを外して保存し直してください", "remove the password and save it again"),
        )
    if method not in (0, 8) or (method == 0 and packed != claimed):
        raise _damaged(label)
    start = _start(octets, header, raw_name, label)
    entry = Entry(name=name, method=method, start=start, packed=packed, claimed=claimed, crc=crc, header=header)
    return entry, name_end + extra_size + comment_size


def _start(octets: bytes, header: int, name: bytes, label: str) -> int:
    """Where the compressed octets start, after a local header that names the same part."""
    if octets[header : header + 4] != LOCAL or header + _LOCAL.size > len(octets):
        raise _damaged(label)
    name_size, extra_size = _LOCAL.unpack_from(octets, header)[9:]
    name_start = header + _LOCAL.size
    if octets[name_start : name_start + name_size] != name:
        raise _damaged(label)
    return int(name_start + name_size + extra_size)


def _name(raw: bytes, flags: int, label: str) -> str:
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437").replace("\\", "/")
    except UnicodeDecodeError:
        raise _damaged(label) from None
    if not name or name.startswith("/") or "\0" in name or ":" in name or ".." in name.split("/"):
        raise refuse(
            label,
            "zip.unsafe-name",
            what=("ブックの中の部品の名前が不正です", "a part of the workbook has an unsafe name"),
            remedy=_SAVE_ANEW,
            shown=name,
        )
    return name


def _wide(extra: bytes, values: list[int], label: str) -> list[int]:
    """Sizes and offset from the ZIP64 extra field, for those that do not fit 32 bits (APPNOTE 4.5.3)."""
    if _ABSENT not in values:
        return values
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<2H", extra)
        if kind == 1 and len(extra) >= 4 + size:
            wide = iter(struct.unpack_from(f"<{size // 8}Q", extra, 4))
            values = [next(wide, _ABSENT) if value == _ABSENT else value for value in values]
            break
        extra = extra[4 + size :]
    if _ABSENT in values:
        raise _damaged(label)
    return values


def _check_together(entries: list[Entry], directory: int, label: str, limits: Limits) -> None:
    if len({entry.name.lower() for entry in entries}) != len(entries):
        raise refuse(
            label,
            "zip.name-twice",
            what=("ブックの中に同じ名前の部品が二つあります", "two parts of the workbook have the same name"),
            remedy=_SAVE_ANEW,
        )
    ordered = sorted(entries, key=lambda entry: entry.header)
    borders = [entry.header for entry in ordered[1:]] + [directory]
    for entry, border in zip(ordered, borders, strict=True):
        if entry.start + entry.packed > border:
            raise _damaged(label)
    claimed, packed = sum(entry.claimed for entry in entries), sum(entry.packed for entry in entries)
    if claimed > limits.zip_octets or (claimed > limits.zip_ratio_from and claimed > packed * limits.zip_ratio):
        raise bomb(label, "", limits)


def _damaged(label: str) -> InputRefused:
    return refuse(
        label,
        "zip.damaged",
        what=("ファイルが壊れているか、途中で切れています", "the file is damaged or cut short"),
        remedy=("もう一度受け取るか、.xlsx 形式で保存し直してください", "get it again, or save it anew as .xlsx"),
    )
