"""One bid of a case: its documents, the files that they name, and the bid as a value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..composition.model import Bom
from ..faults import Fault, InputRefused
from ..findings import Decision
from ..ownership.model import Chart
from ..tenders.attestation import Attestation
from ..tenders.model import Bid, EquipmentList, FileRead
from ..tenders.rounds import AskedFact
from ..tenders.shape import BidShape, Lot
from ..terms import Mark
from . import case_words
from .answer_forms import answers_from
from .attestation_words import attestations_from, files_of_attestations
from .bid_marks import Sheets, lot_marks_of, marks_of
from .boms.reading import bom_from_raw, raw_kind
from .case_reading import Reading, charts_of, fields_of
from .charts import any_chart
from .fields import Fields
from .joint_words import lease_from, members_from
from .list_words import Opening, files_of_versions, with_versions
from .lists.equipment_list import read_equipment_list
from .lot_words import lot_bids_from, lot_sheets
from .owners_query import charts_together
from .raw.jail import Kind as RawKind
from .raw.jail import RawFile, read_whole
from .round_words import questions_from, round_named
from .shape_words import early_price, has_price
from .unit_price_words import bid_unit_prices_from, price_from

TOLD_BY_SCREENING = frozenset({"list.maker-missing", "list.model-missing", "list.maker-is-placeholder", "list.model-is-placeholder"})
"""Warnings of a list that screening turns into findings with a question, and that need no second telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BidSheets:
    """One bid's documents as fields, and the files that they name."""

    bid_id: str
    bid: Fields
    decisions: Fields | None
    files: tuple[FileRead, ...]


def sheets_of(reading: Reading, bid: str, documents: Mapping[str, RawFile]) -> BidSheets | None:
    raw = documents.get(f"bids/{bid}/bid.yaml")
    fields = fields_of(reading, raw) if raw else None
    if raw is None or fields is None:
        return None
    decided = documents.get(f"bids/{bid}/decisions.yaml")
    files = [FileRead(kind="bid", path=raw.label, digest=raw.digest)]
    if decided:
        files.append(FileRead(kind="decisions", path=decided.label, digest=decided.digest))
    return BidSheets(bid_id=bid, bid=fields, decisions=fields_of(reading, decided) if decided else None, files=tuple(files))


def attachments(reading: Reading, sheets: Sequence[BidSheets]) -> list[tuple[str, RawKind, Path]]:
    wanted: dict[str, tuple[str, RawKind, Path]] = {}
    for one in sheets:
        for named, key in named_files(one):
            path = reading.folder / "bids" / one.bid_id / named
            label = f"bids/{one.bid_id}/{named}"
            kind = _kind(reading, one, key, named, path)
            if kind is not None:
                wanted[label] = (label, kind, path)
    return list(wanted.values())


def named_files(one: BidSheets) -> list[tuple[str, str]]:
    named = [(one.bid.text(key), key) for key in ("list", "mapping") if one.bid.text(key)]
    named += [(path, f"boms.{line}") for line, path in one.bid.pairs("boms").items() if path]
    named += files_of_versions(one.bid)
    named += [(path, f"answers.{round_id}") for round_id, path in one.bid.pairs("answers").items() if path]
    named += [(path, f"evaluations.{member}") for member, path in one.bid.pairs("evaluations").items() if path]
    named += [(path, f"evaluations.{member}") for sheets in lot_sheets(one.bid).values() for member, path in sheets.items() if path]
    named += [(path, f"owners[{at}]") for at, path in enumerate(one.bid.texts("owners") or ())]
    return named


def _kind(reading: Reading, one: BidSheets, key: str, named: str, path: Path) -> RawKind | None:
    """How to read a file that a bid names, or None after noting why it cannot be."""
    home = (reading.folder / "bids" / one.bid_id).resolve()
    if not path.resolve().is_relative_to(home):
        one.bid.wrong(
            key,
            "path-outside",
            ("応札のフォルダの外を指している", "the path leads out of the bid's folder"),
            ("フォルダの中に置く", "put the file into the folder"),
            named,
        )
        return None
    if key.startswith("boms."):
        return raw_kind(path)
    if key.startswith("owners"):
        return any_chart.kind_of(path)
    suffix = path.suffix.lower()
    kinds: dict[str, RawKind] = {
        ".csv": "csv",
        ".tsv": "csv",
        ".txt": "csv",
        ".json": "json",
        ".yaml": "yaml",
        ".yml": "yaml",
    }
    return kinds.get(suffix, "xlsx")


def bid_from(reading: Reading, one: BidSheets, attached: Mapping[str, RawFile], refused: frozenset[str], lots: tuple[Lot, ...]) -> Bid:
    fields, files = one.bid, list(one.files)
    inner = fields.under("bid")
    if inner is None:
        fields.wrong("bid", "missing", ("bid がない", "there is no bid"), ("bid: {id, bidder: {name}} を書く", "add bid: {id, bidder: {name}}"))
        inner = Fields(file=fields.file, value={}, lines={}, faults=[])
    stated = inner.text("id", default=one.bid_id)
    if stated != one.bid_id:
        inner.wrong(
            "id",
            "bid-id",
            (f"フォルダ名 {one.bid_id} と異なる", f"it differs from the folder's name {one.bid_id}"),
            ("どちらかに揃える", "make them agree"),
            stated,
        )
    bidder = inner.under("bidder")
    if bidder is None:
        inner.wrong("bidder", "missing", ("応札者がない", "there is no bidder"), ("bidder: {name: …} を書く", "add bidder: {name: …}"))
    listed = _list(reading, one, attached, files, refused)
    boms = _boms(reading, one, attached, listed, files)
    shown = _charts(reading, one, attached, files)
    asked = reading.tender.shape.unit_prices if reading.tender else None
    unit_prices = bid_unit_prices_from(fields, asked)
    marked = Sheets(bid=one.bid_id, fields=fields, attached=attached, faults=reading.faults, files=files)
    found = Bid(
        id=one.bid_id,
        bidder=case_words.party_from(bidder or Fields(file=fields.file, value={"name": "?"}, lines={}, faults=[])),
        list=listed,
        boms=boms,
        chart=charts_together((*shown, *reading.charts)),
        shown_charts=shown,
        marks=_sample_marks(fields, listed),
        subcontractors=case_words.subcontractors_from(fields),
        services=case_words.services_from(fields),
        represents=case_words.represents_from(fields),
        exceptions=case_words.exceptions_from(fields),
        price=price_from(fields, asked, unit_prices),
        technical=case_words.technical_from(fields),
        evaluations=marks_of(marked, reading.criteria),
        low_price=case_words.low_price_from(fields),
        decisions=_decisions(one),
        shape=BidShape(
            members=members_from(inner),
            lease=lease_from(inner),
            lots=lot_bids_from(fields, lots, listed, lot_marks_of(marked, reading.lot_terms)),
            unit_prices=unit_prices,
        ),
        files=tuple(files),
        questions=_questions(reading, one, attached, files),
        attestations=_attestations(reading, one, files),
    )
    rounds = tuple(known.id for known in reading.tender.rounds) if reading.tender else ()
    opening = Opening(
        rounds=rounds,
        list=partial(_list_at, reading, one, attached, files, refused),
        bom=partial(_bom_at, reading, one, attached, files),
    )
    found = with_versions(fields, found, opening)
    if reading.tender is not None and reading.tender.stage == "list" and has_price(found):
        reading.faults.append(early_price(fields.file))
    fields.unknown(())
    return replace(found, files=tuple(files))


def _sample_marks(fields: Fields, listed: EquipmentList | None) -> dict[str, tuple[Mark, ...]]:
    """Marks by line; a line that the list does not have is a fault."""
    marks = case_words.marks_from(fields)
    known = {item.line for item in listed.items} if listed else set(marks)
    for line in sorted(marks.keys() - known):
        fields.wrong(
            f"marks.{line}",
            "marks-line",
            ("機器等リストにこの番号の行がない", "the list has no line of this number"),
            ("番号を確かめる", "check the number"),
            line,
        )
    return marks


def _decisions(one: BidSheets) -> tuple[Decision, ...]:
    return case_words.decisions_from(one.decisions) if one.decisions else ()


def _list(reading: Reading, one: BidSheets, attached: Mapping[str, RawFile], files: list[FileRead], refused: frozenset[str]) -> EquipmentList | None:
    return _list_at(reading, one, attached, files, refused, one.bid.text("list"), one.bid.text("mapping")) if one.bid.text("list") else None


def _list_at(
    reading: Reading, one: BidSheets, attached: Mapping[str, RawFile], files: list[FileRead], refused: frozenset[str], path: str, how: str
) -> EquipmentList | None:
    raw = attached.get(f"bids/{one.bid_id}/{path}")
    if raw is None:
        return None
    mapping = attached.get(f"bids/{one.bid_id}/{how}") if how else None
    files.append(FileRead(kind="list", path=raw.label, digest=raw.digest))
    if mapping is not None:
        files.append(FileRead(kind="mapping", path=mapping.label, digest=mapping.digest))
    listed, faults = read_equipment_list(
        raw.value, label=raw.label, digest=raw.digest, mapping=mapping.value["value"] if mapping else None, refused_columns=refused
    )
    reading.faults += [found for found in faults if found.rule not in TOLD_BY_SCREENING]
    return listed


def _boms(reading: Reading, one: BidSheets, attached: Mapping[str, RawFile], listed: EquipmentList | None, files: list[FileRead]) -> dict[str, Bom]:
    lines = {item.line for item in listed.items} if listed else set()
    boms: dict[str, Bom] = {}
    for line, path in one.bid.pairs("boms").items():
        if listed is not None and line not in lines:
            one.bid.wrong(
                f"boms.{line}",
                "bom-line",
                ("機器等リストにこの番号の行がない", "the list has no line of this number"),
                ("番号を確かめる", "check the number"),
                line,
            )
        elif (bom := _bom_at(reading, one, attached, files, path)) is not None:
            boms[line] = bom
    return boms


def _bom_at(reading: Reading, one: BidSheets, attached: Mapping[str, RawFile], files: list[FileRead], path: str) -> Bom | None:
    raw = attached.get(f"bids/{one.bid_id}/{path}")
    if raw is None:
        return None
    try:
        bom, faults = bom_from_raw(raw)
    except InputRefused as refused:
        reading.faults += refused.faults
        return None
    reading.faults += faults
    files.append(FileRead(kind="bom", path=raw.label, digest=raw.digest))
    return bom


def _attestations(reading: Reading, one: BidSheets, files: list[FileRead]) -> tuple[Attestation, ...]:
    """The attestations of a bid; their documents are kept whole."""
    bodies: dict[str, tuple[bytes, str]] = {}
    for named in files_of_attestations(one.bid):
        path, label = reading.folder / "bids" / one.bid_id / named, f"bids/{one.bid_id}/{named}"
        if _kind(reading, one, "attestations", named, path) is None:
            continue
        found = read_whole(path, label)
        if isinstance(found, Fault):
            reading.faults.append(found)
            continue
        bodies[named] = found
        reading.bodies[found[1]] = found[0]
        files.append(FileRead(kind="attestation", path=label, digest=found[1]))
    return attestations_from(one.bid, bodies, 1 + len(list(one.bid.each("lists") or ())))


def _questions(reading: Reading, one: BidSheets, attached: Mapping[str, RawFile], files: list[FileRead]) -> tuple[AskedFact, ...]:
    """What was asked of the bidder: what the case states, and what its filled-in forms say, by round."""
    rounds = reading.tender.rounds if reading.tender else ()
    found = list(questions_from(one.bid, one.bid_id, rounds))
    for round_id, path in one.bid.pairs("answers").items():
        raw = attached.get(f"bids/{one.bid_id}/{path}")
        within = round_named(one.bid, round_id, rounds)
        if raw is None or within is None or reading.tender is None:
            continue
        told, faults = answers_from(raw.value, kind=raw.kind, label=raw.label, tender=reading.tender.id, bid=one.bid_id, round_=within)
        reading.faults += faults
        files.append(FileRead(kind="answers", path=raw.label, digest=raw.digest))
        found += told
    return tuple(found)


def _charts(reading: Reading, one: BidSheets, attached: Mapping[str, RawFile], files: list[FileRead]) -> tuple[Chart, ...]:
    """The bidder's own charts."""
    named = [attached.get(f"bids/{one.bid_id}/{path}") for path in one.bid.texts("owners") or ()]
    return tuple(charts_of(reading, filter(None, named), files))
