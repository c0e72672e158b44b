"""Verify a Sekisho record offline: the procedure of docs/reference/record.md, written a second time.

Needs Python 3.11 and `cryptography`, nothing of sekisho and no network. One function a step, numbered as in the reference page.
Exit 0: the record holds; 1: it does not, and every fault is named with its file and entry; 2: the arguments are wrong.
Every byte is hostile: links are not followed, and no size is believed before the files that it needs have been seen.
"""

import argparse
import base64
import hashlib
import io
import json
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("Pythonのcryptographyが要る / needs the Python package cryptography", file=sys.stderr)
    sys.exit(2)

BUNDLE = -1  # the "level" of entry bundles; hash tiles have levels 0, 1, …
FULL, HASH = 256, 32  # hashes in a full tile, bytes in a hash
LONGEST_BUNDLE, LONGEST_NOTE = FULL * (2 + 0xFFFF), 1 << 16
DEEPEST, MISSING_SHOWN, FAULTS_SHOWN = 12, 100, 200
TYPES = ("open", "read", "screened", "evaluated", "proposed", "paper", "decision")
NAME = r"[^\s+\x00-\x1f\x7f-\x9f]+"  # a signed-note key name: no white space, no plus
NOTE = re.compile(rf"(sekisho/{NAME})\n([1-9][0-9]{{0,18}})\n([^\n]+)\n\n— ({NAME}) ([^\n]+)\n")
VKEY = re.compile(rf"({NAME})\+([0-9a-f]{{8}})\+([A-Za-z0-9+/=]+)")
TILE = re.compile(r"record/tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")  # canonical base64url of 32 bytes: the last two bits are zero


class Broken(Exception):
    """Bytes that are not what the reference page prescribes; the message is the reason, "Japanese / English"."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What is established so far. `faults`: (file, entry or None) -> why, in order of discovery; the first reason for a place is kept."""

    note: "Note | None" = None
    signed: bool = False
    proven: bool = False
    disclosed: dict[str, int] = field(default_factory=lambda: {"present": 0, "total": 0})
    faults: dict[tuple[str, int | None], str] = field(default_factory=dict)

    def fault(self, file: str, entry: int | None, why: str) -> None:
        """Record what is wrong in one place."""
        self.faults.setdefault((plain(file), entry), why)

    @contextmanager
    def naming(self, file: str, entry: int | None = None) -> Iterator[None]:
        """Whatever is Broken (or cannot be read) inside is a fault of this place, and the procedure goes on."""
        try:
            yield
        except Broken as why:
            self.fault(file, entry, str(why))
        except OSError:
            self.fault(file, entry, "読めない / cannot be read")


class Key(NamedTuple):
    """A public key: `line` as in `key.vkey` without newline, 4-byte `key_id`, 32-byte Ed25519 `public`."""

    line: str
    name: str
    key_id: bytes
    public: bytes


class Note(NamedTuple):
    """A parsed checkpoint."""

    origin: str
    size: int
    root: bytes
    key_id: bytes
    signature: bytes

    def signed_by(self, key: Key) -> bool:
        """Whether `key` bears this note's origin and has signed its text (Ed25519)."""
        text = f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(self.signature, text.encode())
        except InvalidSignature:
            return False
        return (self.origin, self.key_id) == (key.name, key.key_id)


class Tile(NamedTuple):
    """One tile or bundle file: level (BUNDLE for entry bundles), number, width 1..256 (256: full, no `.p`)."""

    level: int
    number: int
    width: int

    def path(self) -> str:
        """Path below record/, as tlog-tiles names it."""
        rest, name = self.number // 1000, f"{self.number % 1000:03d}"
        while rest:
            rest, name = rest // 1000, f"x{rest % 1000:03d}/{name}"
        kind = "entries" if self.level == BUNDLE else str(self.level)
        return f"tile/{kind}/{name}" + (f".p/{self.width}" if self.width < FULL else "")

    def entry(self, position: int) -> int:
        """Index of the first entry that the hash at `position` covers."""
        return (FULL * self.number + position) << (8 * max(self.level, 0))


Expects = Callable[[Tile, int], bytes]  # the hash that belongs at a position of a tile; b"" where nothing is known


def survey(folder: Path, label: str, report: Report, *, may_be_empty: bool, depth: int = 0) -> Iterator[str]:
    """Paths (`label`/…) of the regular files under `folder`; links, special files, empty and too deep folders become faults."""
    members: list[Path] = []
    with report.naming(label):
        members = sorted(folder.iterdir())
        if depth and not members and not may_be_empty:
            raise Broken("記録に属さないフォルダ / a folder that does not belong to the record")
    for member in members:
        path = f"{label}/{member.name}"
        with report.naming(path):
            about = member.lstat()
            link = stat.S_ISLNK(about.st_mode) or getattr(about, "st_file_attributes", 0) & 0x400  # Windows: a reparse point
            if stat.S_ISREG(about.st_mode) and not link:
                yield path
            elif stat.S_ISDIR(about.st_mode) and not link and depth < DEEPEST:
                yield from survey(member, path, report, may_be_empty=may_be_empty, depth=depth + 1)
            else:
                raise Broken("通常のファイルではない / not a regular file")


def read_bytes(file: Path, longest: int) -> bytes:
    """The bytes of a file of at most `longest` bytes; Broken or OSError otherwise."""
    if file.stat().st_size > longest:
        raise Broken(f"長すぎる / longer than {longest} bytes")
    with file.open("rb") as stream:
        return stream.read(longest)


def parse_tile(path: str) -> Tile | None:
    """The tile that `path` names, or None where no tile has that path."""
    if not (match := TILE.fullmatch(path)):
        return None
    level = BUNDLE if match[1] == "entries" else int(match[1])
    tile = Tile(level, int(re.sub("[x/]", "", match[2])), int(match[3] or FULL))
    return tile if f"record/{tile.path()}" == path else None


def step_1_checkpoint(record: Path, paths: Sequence[str], report: Report) -> Note | None:
    """Read `checkpoint` strictly; None, with a fault, where it is broken."""
    with report.naming("record/checkpoint"):
        if "record/checkpoint" not in paths:
            raise Broken("ない / missing")
        report.note = parse_note(read_bytes(record / "checkpoint", LONGEST_NOTE))
    return report.note


def parse_note(octets: bytes) -> Note:
    """A signed note of exactly origin, size (entry 0 is always there), root, an empty line and one signature line; Broken otherwise."""
    match = NOTE.fullmatch(octets.decode("utf-8", "replace"))
    if not match or match[0].encode() != octets or int(match[2]) >= 1 << 63:
        raise Broken("チェックポイントの形ではない / not in the form of a checkpoint")
    root, signed = decode_base64(match[3], HASH), decode_base64(match[5], 4 + 64)
    if match[4] != match[1]:
        raise Broken("鍵の名前が原簿の名前と違う / the key name is not the origin")
    return Note(origin=match[1], size=int(match[2]), root=root, key_id=signed[:4], signature=signed[4:])


def decode_base64(text: str, length: int) -> bytes:
    """`length` bytes from canonical standard base64 with padding; Broken otherwise."""
    try:
        octets = base64.b64decode(text, validate=True)
    except ValueError:
        octets = b""
    if len(octets) != length or base64.b64encode(octets).decode() != text:
        raise Broken(f"{length}バイトの正規のbase64ではない / not canonical base64 of {length} bytes")
    return octets


def step_2_key(record: Path, tiles: Sequence[Tile], note: Note | None, pinned: Key | None, report: Report) -> tuple[Key | None, bool]:
    """The key to verify with, and whether the checkpoint may be relied on: signed by the pinned key, or by the record's own.

    Without any readable key the checkpoint is relied on for now: entry 0 is then broken or missing, and is named later.
    """
    own = key_in_record(record, tiles)
    key = pinned or own
    if not note or not key:
        return key, note is not None
    report.signed = note.signed_by(key)
    report.proven = report.signed and pinned is not None
    if not report.signed:
        report.fault("record/checkpoint", None, f"鍵 {plain(key.name)} の署名ではない / not signed by the key of {plain(key.name)}")
    return key, report.signed or (own is not None and note.signed_by(own))


def key_in_record(record: Path, tiles: Sequence[Tile]) -> Key | None:
    """The `log_key` of entry 0, from the widest bundle whose entry 0 is an envelope."""
    for tile in sorted((tile for tile in tiles if (tile.level, tile.number) == (BUNDLE, 0)), reverse=True):
        with suppress(Broken, OSError):
            entries, _ = frame(read_bytes(record / tile.path(), LONGEST_BUNDLE), 1)
            return parse_key(read_envelope(b"".join(entries), 0)[1])
    return None


def parse_key(line: str) -> Key:
    """A public key from `<name>+<key id>+<base64 of 0x01 ‖ key>`; Broken otherwise."""
    if not (match := VKEY.fullmatch(line)):
        raise Broken("公開鍵の形ではない / not in the form of a public key")
    octets = decode_base64(match[3], 1 + 32)
    key_id = hashlib.sha256(match[1].encode() + b"\n" + octets).digest()[:4]
    if octets[0] != 1 or key_id.hex() != match[2]:
        raise Broken("公開鍵とその番号が合わない / the public key does not have its key id")
    return Key(line=line, name=match[1], key_id=key_id, public=octets[1:])


def count_at(size: int, level: int) -> int:
    """How many hashes (or entries) a log of `size` entries has at `level`."""
    return size >> (8 * max(level, 0))


def held(size: int, tile: Tile) -> int:
    """How many hashes the tile of this level and number holds in a log of `size` entries, whatever the file's own width."""
    return max(0, min(FULL, count_at(size, tile.level) - FULL * tile.number))


def needed_tiles(size: int) -> Iterator[Tile]:
    """Every tile that the size needs, lazily: a hostile size costs nothing."""
    level = BUNDLE
    while count := count_at(size, level):
        for number in range(-(-count // FULL)):
            yield Tile(level, number, min(FULL, count - FULL * number))
        level += 1


def step_3_listing(paths: Sequence[str], size: int, report: Report) -> list[Tile]:
    """The tiles that may be there; files that the size does not allow and tiles that it needs in vain become faults."""
    allowed: dict[Tile, None] = {}
    for path in paths:
        tile = parse_tile(path)
        if tile and tile.width <= held(size, tile):
            allowed[tile] = None
        elif path != "record/checkpoint":
            report.fault(path, None, "この件数の記録に属さない / does not belong to a record of this size")
    missing = (tile for tile in needed_tiles(size) if tile not in allowed)
    for tile in islice(missing, MISSING_SHOWN):
        report.fault(f"record/{tile.path()}", None, "ない / missing")
    if next(missing, None):
        report.fault("record/tile", None, "ほかにも足りないファイルがある / further files are missing")
    return list(allowed)


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 leaf hash."""
    return hashlib.sha256(b"\x00" + entry).digest()


def merkle_root(hashes: bytes) -> bytes:
    """RFC 6962 §2.1 root of joined 32-byte hashes: pairs are joined row by row, an odd last one moves up unchanged."""
    row = [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
    while len(row) > 1:
        joined = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)]
        row = joined + row[2 * len(joined) :]
    return row[0]


def frame(octets: bytes, width: int) -> tuple[list[bytes], bool]:
    """The first `width` entries of a bundle, as far as they can be told apart, and whether they use up exactly all its bytes."""
    entries: list[bytes] = []
    at = 0
    while len(entries) < width:
        end = at + 2 + int.from_bytes(octets[at : at + 2], "big")
        if end > len(octets):
            return entries, False
        entries.append(octets[at + 2 : end])
        at = end
    return entries, at == len(octets)


def hashes_of(tile: Tile, octets: bytes) -> tuple[bytes, bool]:
    """The joined hashes that a tile holds, or that a bundle's entries have, and whether the file has exactly its width."""
    if tile.level == BUNDLE:
        entries, whole = frame(octets, tile.width)
        return b"".join(map(leaf_hash, entries)), whole
    return octets[: min(len(octets) // HASH, tile.width) * HASH], len(octets) == tile.width * HASH


def step_4_hashes(record: Path, tiles: Sequence[Tile], size: int, root: bytes | None, report: Report) -> tuple[bytes | None, Expects]:
    """The log's leaf hashes (None where nothing bears them out) and what is known of each bundle; differing files become faults.

    `root` is the checkpoint's, None where that is broken: then entries and tiles are only compared with each other.
    """
    read: dict[Tile, tuple[bytes, bool]] = {}
    for tile in tiles:
        with report.naming(f"record/{tile.path()}"):
            read[tile] = hashes_of(tile, read_bytes(record / tile.path(), LONGEST_BUNDLE))
    current = {tile: own for tile, (own, whole) in read.items() if whole and tile.width == held(size, tile)}
    entries, hashes = ({tile.number: own for tile, own in current.items() if tile.level == level} for level in (BUNDLE, 0))
    from_entries, from_tiles = (b"".join(side[number] for number in sorted(side)) for side in (entries, hashes))
    leaves = next((side for side in (from_entries, from_tiles) if len(side) == size * HASH and root and merkle_root(side) == root), None)
    if leaves is None and from_entries == from_tiles and len(from_entries) == size * HASH:
        leaves = from_entries
        if root:
            report.fault("record/checkpoint", None, "項目とタイルのルートと違う / its root is not that of the entries and tiles")
    for_bundles, for_tiles = map(tree_over, (hashes, entries) if leaves is None else 2 * [entries if leaves == from_entries else hashes])
    for tile, (own, whole) in read.items():
        compare(tile, own, whole, for_bundles if tile.level == BUNDLE else for_tiles, report)
    return leaves, for_bundles


def tree_over(blocks: dict[int, bytes]) -> Expects:
    """What the tiles of all levels must hold above these level-0 blocks (joined hashes by tile number); gaps stay unknown."""
    rows = [{number: merkle_root(block) for number, block in blocks.items() if len(block) == FULL * HASH}]
    while len(below := rows[-1]) >= FULL:
        full = [number for number, count in Counter(index // FULL for index in below).items() if count == FULL]
        rows.append({number: merkle_root(b"".join(below[FULL * number + at] for at in range(FULL))) for number in full})

    def expects(tile: Tile, position: int) -> bytes:
        if tile.level <= 0:
            return blocks.get(tile.number, b"")[HASH * position : HASH * (position + 1)]
        return rows[tile.level - 1].get(FULL * tile.number + position, b"") if tile.level <= len(rows) else b""

    return expects


def compare(tile: Tile, own: bytes, whole: bool, expects: Expects, report: Report) -> None:
    """Name the file and each entry whose hash differs (for higher tiles: the first entry under it).

    Where a bundle's lengths do not come out, all entries after a broken length are shifted: of a last run of differing ones the first is named.
    """
    file, known = f"record/{tile.path()}", [expects(tile, position) for position in range(tile.width)]
    start = len(own) // HASH
    differing = [at for at in range(start) if known[at] and known[at] != own[HASH * at : HASH * (at + 1)]]
    if not whole:
        while differing and differing[-1] == start - 1:
            start = differing.pop()
        report.fault(file, tile.entry(start) if start < tile.width else None, "ここから長さが合わない / from here on the lengths do not come out")
    for at in differing:
        report.fault(file, tile.entry(at), "ハッシュが合わない / the hash does not agree")


def step_5_envelopes(record: Path, tiles: Sequence[Tile], size: int, expects: Expects, pinned: Key | None, report: Report) -> list[bytes]:
    """Read each entry strictly, but for those that step 4 has named; the digests of all disclosures."""
    digests: list[bytes] = []
    for tile in (tile for tile in tiles if tile.level == BUNDLE and tile.width == held(size, tile)):
        entries: list[bytes] = []
        with report.naming(f"record/{tile.path()}"):
            entries, _ = frame(read_bytes(record / tile.path(), LONGEST_BUNDLE), tile.width)
        for position, octets in enumerate(entries):
            if expects(tile, position) in (b"", leaf_hash(octets)):
                with report.naming(f"record/{tile.path()}", tile.entry(position)):
                    disclosed, log_key = read_envelope(octets, tile.entry(position))
                    digests += [base64.urlsafe_b64decode(digest + "=") for digest in disclosed]
                    if pinned and log_key not in ("", pinned.line):
                        raise Broken("log_keyが指定の鍵と違う / log_key is not the pinned key")
    return digests


def read_envelope(octets: bytes, index: int) -> tuple[list[str], str]:
    """The digests of an entry's disclosures and its `log_key` ("" after entry 0); Broken unless it is exactly an envelope."""
    try:
        value = json.loads(octets.decode("utf-8"))
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        canonical = text.encode("utf-8") == octets  # for the strings, lists and integers admitted below this is RFC 8785
    except (ValueError, RecursionError):
        raise Broken("JSONとして読めない / not readable as JSON") from None
    if not canonical or not isinstance(value, dict) or set(value) != {"_sd", "_sd_alg", "format", "seq", "type", *(["log_key"] * (not index))}:
        raise Broken("正規のJSONで、決まったキーだけの封筒ではない / not canonical JSON with exactly an envelope's keys")
    if (value["_sd_alg"], value["format"]) != ("sha-256", "sekisho-envelope/1"):
        raise Broken("封筒の形式が違う / of another envelope format")
    if type(value["seq"]) is not int or value["seq"] != index:
        raise Broken("seqが項目の番号と違う / seq is not the entry's index")
    if value["type"] not in TYPES or (value["type"] == "open") != (index == 0):
        raise Broken("typeがここに置けるものではない / a type that has no place here")
    digests, log_key = value["_sd"], value.get("log_key", "")
    if not isinstance(digests, list) or not all(isinstance(one, str) and DIGEST.fullmatch(one) for one in digests):
        raise Broken("_sdがダイジェストの一覧ではない / _sd is not a list of digests")
    if digests != sorted(set(digests)):
        raise Broken("_sdが整列していないか重複がある / _sd is not sorted or has duplicates")
    return digests, parse_key(str(log_key)).line if index == 0 else ""


def step_6_earlier(earlier: tuple[str, bytes], leaves: bytes | None, key: Key | None, report: Report) -> None:
    """The kept checkpoint has the same origin and signer, and the record still begins with what it attests."""
    with report.naming(earlier[0]):
        note = parse_note(earlier[1])
        if report.note and note.origin != report.note.origin:
            raise Broken("別の原簿のチェックポイント / a checkpoint of another log")
        if not key or not note.signed_by(key):
            raise Broken("同じ鍵の署名ではない / not signed by the same key")
        if leaves is None:
            raise Broken("記録が壊れていて比べられない / cannot be compared: the record is broken")
        if note.size > len(leaves) // HASH:
            raise Broken("記録より件数が多い(切り詰められた) / larger than the record: the record has been cut back")
        if merkle_root(leaves[: HASH * note.size]) != note.root:
            raise Broken("記録の初めの部分と違う(枝分かれ) / not what the record begins with: the log has forked")


def step_7_vault(vault: Path | None, digests: Sequence[bytes], report: Report) -> None:
    """Every body in the vault has the digest of its name; count the disclosures that are there."""
    bodies: set[bytes] = set()
    for path in survey(vault, "vault", report, may_be_empty=True) if vault else ():
        with report.naming(path), Path(f"{vault}{path.removeprefix('vault')}").open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256")
            if path != f"vault/{digest.hexdigest()[:2]}/{digest.hexdigest()}":
                raise Broken("名前のダイジェストと中身が違う / its bytes do not have the digest of its name")
            bodies.add(digest.digest())
    report.disclosed = {"present": sum(digest in bodies for digest in digests), "total": len(digests)}


def examine(record: Path, report: Report, pinned: Key | None, earlier: tuple[str, bytes] | None, vault: Path | None) -> None:
    """Take all steps. A checkpoint that cannot be relied on says nothing about the files: they are then examined for the size they imply."""
    paths = list(survey(record, "record", report, may_be_empty=False))
    found = [tile for tile in map(parse_tile, paths) if tile]
    note = step_1_checkpoint(record, paths, report)
    key, sound = step_2_key(record, found, note, pinned, report)
    implied = max((FULL * tile.number + tile.width for tile in found if tile.level <= 0), default=0)
    size, root = (note.size, note.root) if note and sound else (implied, None)
    tiles = step_3_listing(paths, size, report)
    leaves, expects = step_4_hashes(record, tiles, size, root, report)
    digests = step_5_envelopes(record, tiles, size, expects, pinned, report)
    if earlier:
        step_6_earlier(earlier, leaves, key, report)
    step_7_vault(vault, digests, report)
    if not report.faults and (not report.signed or leaves is None):
        report.fault("record/checkpoint", None, "署名とルートを確かめられない / its signature and root could not be borne out")


def verify(record: Path, *, pinned: Key | None = None, earlier: tuple[str, bytes] | None = None, vault: Path | None = None) -> Report:
    """The report on a record folder; `earlier` is (name, bytes) of a kept checkpoint. Whatever goes wrong is a fault, never a traceback."""
    report = Report()
    try:
        examine(record, report, pinned, earlier, vault)
    except Exception:
        report.fault("record", None, "検証を最後まで行えなかった / could not be examined to the end")
    return report


def plain(text: str) -> str:
    """Hostile names made safe to print: what is not printable is escaped."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def as_json(report: Report) -> dict[str, object]:
    """The report as the reference page's JSON object."""
    note, faults = report.note, [{"file": file, "entry": entry, "why": why} for (file, entry), why in report.faults.items()]
    head = {"size": note and note.size, "root": note and note.root.hex(), "origin": note and note.origin}
    signer = "proven" if report.proven else "unproven"
    return {"holds": not faults, **head, "signer": signer, "faults": faults, "disclosed": report.disclosed}


def as_text(report: Report) -> str:
    """The report in a few plain lines, Japanese and English."""
    lines = ["記録は壊れている。 / The record is BROKEN." if report.faults else "記録は成り立っている。 / The record holds."]
    if note := report.note:
        lines += [f"  原簿 / log: {plain(note.origin)}", f"  件数 / size: {note.size}", f"  ルート / root: {note.root.hex()}"]
    lines.append("  開示 / disclosed: {present} / {total}".format(**report.disclosed))
    lines.append("  署名者は指定の鍵の持ち主。 / signer proven by the pinned key." if report.proven else
                 "  署名者は証明されていない(別の道で得た鍵を --key で示す)。 / signer unproven (pin a key got another way: --key).")
    for (file, entry), why in islice(report.faults.items(), FAULTS_SHOWN):
        lines.append(f"- {file}{'' if entry is None else f', 項目 / entry {entry}'}: {why}")
    more = len(report.faults) - FAULTS_SHOWN
    return "\n".join(lines + [f"- 残り{more}件は --json で / {more} more with --json"] * (more > 0))


def pinned_key(argument: str) -> Key:
    """The key in the argument itself, or in the file that it names; Broken, OSError or ValueError otherwise."""
    with suppress(Broken):
        return parse_key(argument)
    return parse_key(read_bytes(Path(argument), LONGEST_NOTE).decode("utf-8").removesuffix("\n").removesuffix("\r"))


def run(given: argparse.Namespace) -> Report:
    """Verify what the arguments name; Broken, OSError or ValueError where they cannot be used."""
    path = Path(given.path).resolve(strict=True)
    is_record = any(os.path.lexists(path / name) for name in ("checkpoint", "tile"))
    record = path if is_record or not (path / "record").is_dir() else path / "record"
    beside = record.parent / "vault"
    vault = Path(given.vault).resolve(strict=True) if given.vault else beside if os.path.lexists(beside) else None
    if not record.is_dir() or (given.vault and vault and not vault.is_dir()):
        raise Broken("フォルダではない / not a folder")
    pinned = None if given.key is None else pinned_key(given.key)
    earlier = (given.checkpoint, read_bytes(Path(given.checkpoint), LONGEST_NOTE)) if given.checkpoint is not None else None
    return verify(record, pinned=pinned, earlier=earlier, vault=vault)


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="verify.py", description="関所の記録を検証する / Verify a Sekisho record, offline.")
    parser.add_argument("path", metavar="PATH", help="DIR/record (DIR)")
    parser.add_argument("--key", metavar="K", help="公開鍵のファイルかその1行 / public key: a file, or the line itself")
    parser.add_argument("--checkpoint", metavar="C", help="以前のチェックポイント / a checkpoint kept from earlier")
    parser.add_argument("--vault", metavar="DIR", help="保管庫 / vault (DIR/vault)")
    parser.add_argument("--json", action="store_true", help="JSON")
    given = parser.parse_args(argv)
    try:
        report = run(given)
    except (Broken, OSError, ValueError) as why:
        parser.error(f"引数が使えない / an argument cannot be used: {plain(str(why))}")
    print(json.dumps(as_json(report), ensure_ascii=False, indent=2) if given.json else as_text(report))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
