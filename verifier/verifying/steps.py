"""The steps of *Verifying, in order* in the reference page, one function a step."""

import base64
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from .common import Broken, Report, plain
from .notes import LONGEST_NOTE, Chain, Key, Note, chain_of, parse_note
from .sources import Source, Vault
from .tiles import (
    BUNDLE,
    FULL,
    HASH,
    LONGEST_BUNDLE,
    Expects,
    Tile,
    frame,
    hashes_of,
    held,
    leaf_hash,
    merkle_root,
    needed_tiles,
    parse_tile,
    tree_over,
)

MISSING_SHOWN = 100
TYPES = (
    "open", "read", "screened", "evaluated", "proposed", "paper", "decision",
    "outcome", "look-up", "edition", "pack", "suppression", "register", "advice", "certificate", "superseded", "erasure", "key",
)  # fmt: skip
DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")  # canonical base64url of 32 bytes: the last two bits are zero
CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
MIDDLE = b'"],"_sd_alg":"sha-256","format":"sekisho-envelope/1","seq":%d,"type":"'
PLAIN_ENDS = frozenset(f'{kind}"}}'.encode() for kind in TYPES if kind not in ("open", "key"))
KEY_ENTRY = b'"type":"key"}'


def step_1_checkpoint(record: Source, paths: Sequence[str], report: Report) -> Note | None:
    """Read `checkpoint` strictly; None, with a fault, where it is broken."""
    with report.naming("record/checkpoint"):
        if "record/checkpoint" not in paths:
            raise Broken("ない / missing")
        report.note = parse_note(record.read("checkpoint", LONGEST_NOTE))
    return report.note


def step_2_keys(
    record: Source, tiles: Sequence[Tile], note: Note | None, pinned: Key | None, report: Report
) -> tuple[Chain, bool]:
    """The log's keys in turn, and whether the checkpoint may be relied on: signed by the pinned key's chain, or by the record's own.

    Without any readable key the checkpoint is relied on for now: entry 0 is then broken or missing, and is named later.
    """
    chain = chain_of(list(keys_in_record(record, tiles)))
    foreign = pinned is not None and bool(chain.keys) and not chain.has(pinned)
    own = chain.at(note.size) if note else None
    key = pinned if pinned and (foreign or not own) else own
    if not note or not key:
        return chain, note is not None
    claimed = chain.refused and chain.refused[2]
    if claimed and not note.signed_by(key) and note.signed_by(claimed):
        return chain, True  # the entry that names this key does not hold, and is named
    report.signed = note.signed_by(key)
    report.proven = report.signed and pinned is not None and not foreign
    if not report.signed:
        report.fault("record/checkpoint", None, f"鍵 {plain(key.name)} の署名ではない / not signed by the key of {plain(key.name)}")
    return chain, report.signed or (own is not None and note.signed_by(own))


def keys_in_record(record: Source, tiles: Sequence[Tile]) -> Iterator[tuple[int, str, str]]:
    """(entry, log_key, signature) of entry 0 and of every succession, from the widest bundles; it ends at one that is no envelope."""
    widest = {tile.number: tile for tile in sorted(tiles) if tile.level == BUNDLE}
    for number in sorted(widest):
        entries: list[bytes] = []
        with suppress(Broken, OSError):
            octets = record.read(widest[number].path(), LONGEST_BUNDLE)
            entries, _ = frame(octets, widest[number].width) if not number or KEY_ENTRY in octets else ([], True)
        for position, octets in enumerate(entries):
            index = FULL * number + position
            if index and not octets.endswith(KEY_ENTRY):
                continue
            try:
                envelope = read_envelope(octets, index)
            except Broken:
                return
            if index == 0 or envelope["type"] == "key":
                yield index, envelope["log_key"], envelope.get("signature", "")


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


def step_4_hashes(record: Source, tiles: Sequence[Tile], size: int, root: bytes | None, report: Report) -> tuple[bytes | None, Expects]:
    """The log's leaf hashes (None where nothing bears them out) and what is known of each bundle; differing files become faults.

    `root` is the checkpoint's, None where that is broken: then entries and tiles are only compared with each other.
    """
    read: dict[Tile, tuple[bytes, bool]] = {}
    for tile in tiles:
        with report.naming(f"record/{tile.path()}"):
            read[tile] = hashes_of(tile, record.read(tile.path(), LONGEST_BUNDLE))
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


def compare(tile: Tile, own: bytes, whole: bool, expects: Expects, report: Report) -> None:
    """Name the file and each entry whose hash differs (for higher tiles: the first entry under it).

    Where a bundle's lengths do not come out, all entries after a broken length are shifted: of a last run of differing ones the first is named.
    """
    if whole and len(own) == HASH * tile.width and own == expects(tile, None):
        return
    file, known = f"record/{tile.path()}", [expects(tile, position) for position in range(tile.width)]
    start = len(own) // HASH
    differing = [at for at in range(start) if known[at] and known[at] != own[HASH * at : HASH * (at + 1)]]
    if not whole:
        while differing and differing[-1] == start - 1:
            start = differing.pop()
        report.fault(file, tile.entry(start) if start < tile.width else None, "ここから長さが合わない / from here on the lengths do not come out")
    for at in differing:
        report.fault(file, tile.entry(at), "ハッシュが合わない / the hash does not agree")


def step_5_envelopes(
    record: Source, tiles: Sequence[Tile], size: int, expects: Expects, chain: Chain, pinned: Key | None, report: Report
) -> Iterator[tuple[int, list[str]]]:
    """Read each entry strictly, but for those that step 4 has named; each entry with the digests of its disclosures."""
    foreign = pinned is not None and not chain.has(pinned)
    named = {file for file, _ in report.faults}
    for tile in (tile for tile in tiles if tile.level == BUNDLE and tile.width == held(size, tile)):
        entries: list[bytes] = []
        with report.naming(f"record/{tile.path()}"):
            entries, _ = frame(record.read(tile.path(), LONGEST_BUNDLE), tile.width)
        for position, octets in enumerate(entries):
            if f"record/{tile.path()}" not in named or expects(tile, position) in (b"", leaf_hash(octets)):
                index = tile.entry(position)
                try:
                    yield index, plain_digests(octets, index) or read_envelope(octets, index)["_sd"]
                    if foreign and index == 0:
                        raise Broken("指定の鍵で始まらず、その後継にも至らない / not opened under the pinned key, and no succession leads to it")
                    if chain.refused and chain.refused[0] == index:
                        raise Broken(chain.refused[1])
                except Broken as why:
                    report.fault(f"record/{tile.path()}", index, str(why))


def plain_digests(octets: bytes, index: int) -> list[str]:
    """The digests of an entry that is, byte for byte, an envelope with digests and none of the rarer keys; [] where it must be read with care."""
    digests, alike, kind = octets.removeprefix(b'{"_sd":["').partition(MIDDLE % index)
    if not alike or kind not in PLAIN_ENDS or len(digests) + 9 + len(MIDDLE % index) + len(kind) != len(octets):
        return []
    found = digests.decode("ascii", "replace").split('","')
    return found if all(map(DIGEST.fullmatch, found)) and found == sorted(set(found)) else []


def read_envelope(octets: bytes, index: int) -> dict[str, Any]:
    """An entry as an envelope; Broken unless it is exactly one."""
    try:
        value = json.loads(octets.decode("utf-8"))
        canonical = CANONICAL(value).encode("utf-8") == octets  # for the strings, lists and integers admitted below this is RFC 8785
    except (ValueError, RecursionError):
        raise Broken("JSONとして読めない / not readable as JSON") from None
    if not canonical or not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise Broken("正規のJSONの封筒ではない / not an envelope in canonical JSON")
    if value["type"] not in TYPES or (value["type"] == "open") != (index == 0):
        raise Broken("typeがここに置けるものではない / a type that has no place here")
    shown = {"open": {"log_key"}, "key": {"log_key", "signature"}}.get(value["type"], set())
    if set(value) != {"_sd", "_sd_alg", "format", "seq", "type"} | shown or not all(isinstance(value[name], str) for name in shown):
        raise Broken("決まったキーだけではない / not exactly an envelope's keys")
    if (value["_sd_alg"], value["format"]) != ("sha-256", "sekisho-envelope/1"):
        raise Broken("封筒の形式が違う / of another envelope format")
    if type(value["seq"]) is not int or value["seq"] != index:
        raise Broken("seqが項目の番号と違う / seq is not the entry's index")
    digests = value["_sd"]
    if not isinstance(digests, list) or not all(isinstance(one, str) and DIGEST.fullmatch(one) for one in digests):
        raise Broken("_sdがダイジェストの一覧ではない / _sd is not a list of digests")
    if digests != sorted(set(digests)):
        raise Broken("_sdが整列していないか重複がある / _sd is not sorted or has duplicates")
    return value


def step_6_earlier(
    earlier: tuple[str, bytes], leaves: bytes | None, chain: Chain, pinned: Key | None, witness: Key | None, report: Report
) -> None:
    """The kept checkpoint has the same origin, was signed by the key in force at its size, and the record still begins with what it attests."""
    with report.naming(earlier[0]):
        note = parse_note(earlier[1], alone=False)
        if report.note and note.origin != report.note.origin:
            raise Broken("別の原簿のチェックポイント / a checkpoint of another log")
        key = chain.at(note.size) or pinned
        if not key or not note.signed_by(key):
            raise Broken("この件数のときの鍵の署名ではない / not signed by the key in force at its size")
        if witness and note.cosigned_by(witness) is None:
            raise Broken("立会人の連署がない / not cosigned by the witness")
        if leaves is None:
            raise Broken("記録が壊れていて比べられない / cannot be compared: the record is broken")
        if note.size > len(leaves) // HASH:
            raise Broken("記録より件数が多い(切り詰められた) / larger than the record: the record has been cut back")
        if merkle_root(leaves[: HASH * note.size]) != note.root:
            raise Broken("記録の初めの部分と違う(枝分かれ) / not what the record begins with: the log has forked")
        report.witnessed_at = note.cosigned_by(witness) if witness else None


def step_7_vault(vault: Vault | None, report: Report) -> set[bytes]:
    """Every body in the vault has the digest of its name; the digests that are there."""
    bodies: set[bytes] = set()
    for path, digest in vault.bodies(report) if vault else ():
        with report.naming(path):
            if path != f"vault/{digest.hex()[:2]}/{digest.hex()}":
                raise Broken("名前のダイジェストと中身が違う / its bytes do not have the digest of its name")
            bodies.add(digest)
    return bodies


def step_8_disclosures(vault: Vault | None, there: set[bytes], digests: Sequence[tuple[int, bytes]], leaves: bytes | None, report: Report) -> None:
    """What is disclosed is not belied: entries stand on earlier ones as they are, and were recorded one after the other."""
    latest, reached, now = "", 0, ""
    for entry, digest in digests:
        if vault is None or digest not in there:
            continue
        if entry != reached:
            latest, reached, now = max(latest, now), entry, ""
        with report.naming(f"vault/{digest.hex()[:2]}/{digest.hex()}", entry):
            name, value = read_disclosure(vault.body(digest))
            if name.startswith("reads/") and not stands_on(value, entry, leaves or b""):
                raise Broken("記録にそのようにはない項目に基づく / stands on an entry that the record does not hold so")
            if name == "recorded_at" and isinstance(value, str):
                now = value
                if value < latest:
                    raise Broken("前の項目より前の時刻 / recorded before the entry that it follows")


def read_disclosure(octets: bytes) -> tuple[str, Any]:
    """Name and value of a disclosure; Broken where it is none."""
    try:
        value = json.loads(base64.b64decode(octets + b"=" * (-len(octets) % 4), altchars=b"-_", validate=True).decode("utf-8"))
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list) or len(value) != 3 or not isinstance(value[1], str):
        raise Broken("項目が基づく本文が開示ではない / the body is no disclosure, though an entry stands on it")
    return value[1], value[2]


def stands_on(value: object, entry: int, leaves: bytes) -> bool:
    """Whether {"entry", "leaf"} names an earlier entry by its hash."""
    if not isinstance(value, dict) or set(value) != {"entry", "leaf"} or type(value["entry"]) is not int:
        return False
    at = value["entry"]
    return 0 <= at < min(entry, len(leaves) // HASH) and value["leaf"] == leaves[HASH * at : HASH * (at + 1)].hex()


def examine(
    record: Source, report: Report, pinned: Key | None, earlier: tuple[str, bytes] | None, vault: Vault | None, witness: Key | None
) -> None:
    """Take all steps. A checkpoint that cannot be relied on says nothing about the files: they are then examined for the size they imply."""
    paths = list(record.paths(report))
    found = [tile for tile in map(parse_tile, paths) if tile]
    note = step_1_checkpoint(record, paths, report)
    chain, sound = step_2_keys(record, found, note, pinned, report)
    implied = max((FULL * tile.number + tile.width for tile in found if tile.level <= 0), default=0)
    size, root = (note.size, note.root) if note and sound else (implied, None)
    tiles = step_3_listing(paths, size, report)
    leaves, expects = step_4_hashes(record, tiles, size, root, report)
    digests: list[tuple[int, bytes]] = []
    total = 0
    for entry, disclosed in step_5_envelopes(record, tiles, size, expects, chain, pinned, report):
        total += len(disclosed)
        if vault:
            digests += [(entry, base64.urlsafe_b64decode(digest + "=")) for digest in disclosed]
    if earlier:
        step_6_earlier(earlier, leaves, chain, pinned, witness, report)
    there = step_7_vault(vault, report)
    step_8_disclosures(vault, there, digests, leaves, report)
    report.disclosed = {"present": sum(digest in there for _, digest in digests), "total": total}
    if not report.faults and (not report.signed or leaves is None):
        report.fault("record/checkpoint", None, "署名とルートを確かめられない / its signature and root could not be borne out")


def entries_from(record: Source, index: int) -> list[bytes]:
    """The entries of a record that holds, from `index` on."""
    size = parse_note(record.read("checkpoint", LONGEST_NOTE)).size
    found: list[bytes] = []
    for number in range(index // FULL, -(-size // FULL)):
        tile = Tile(BUNDLE, number, min(FULL, size - FULL * number))
        found += frame(record.read(tile.path(), LONGEST_BUNDLE), tile.width)[0]
    return found[index % FULL :]
