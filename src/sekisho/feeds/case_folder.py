"""A case folder into a Case: `tender.yaml`, `bids/<id>/bid.yaml` and `decisions.yaml`, then every list, BOM and chart that they name.

Bidders' files must lie in their bid's folder: a path that leads out of it is refused. Every fault of every file is reported at once.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ..composition.model import Bom
from ..desk.model import Case
from ..evaluation.criteria import Criteria
from ..evaluation.model import Terms
from ..faults import Fault, InputRefused, fault
from ..findings import Decision
from ..ownership.identity import aligned
from ..ownership.model import Chart
from ..policy.packs import packs
from ..policy.reading import scope_of
from ..tenders.advice import Advice
from ..tenders.attestation import Attestation
from ..tenders.model import Bid, EquipmentList, FileRead, Submission, Tender
from ..tenders.publication import Publication
from ..tenders.rounds import AskedFact
from ..tenders.shape import BidShape, Lot
from ..terms import Mark
from . import case_words
from .advice_words import advice_from
from .alert_notes import alert_notes
from .answer_forms import answers_from
from .attestation_words import attestations_from, files_of_attestations
from .bid_marks import Sheets, lot_marks_of, marks_of
from .boms.reading import bom_from_raw, raw_kind, taken_anew
from .charts import any_chart
from .charts.csv_chart import join_charts
from .event_words import happenings_from
from .fields import Fields
from .joint_words import check_members, lease_from, members_from
from .list_words import Opening, files_of_versions, with_versions
from .lists.equipment_list import read_equipment_list
from .lot_words import lot_bids_from, lot_sheets, lot_terms_from
from .publication_words import publication_from
from .raw.jail import Kind as RawKind
from .raw.jail import RawFile, RawJob, read_raw, read_whole
from .round_words import questions_from, round_named
from .shape_words import early_price, has_price, shape_from
from .unit_price_words import bid_unit_prices_from, price_from

TENDER_KEYS = (
    "register", "owners", "ceiling", "evaluation", "criteria", "tender", "regime_status", "publication", "lots", "lot_limit", "combined_lots",
    "unit_prices", "events", "clocks", "interests",
)  # fmt: skip
MAX_BIDS = 500
TOLD_BY_SCREENING = frozenset({"list.maker-missing", "list.model-missing", "list.maker-is-placeholder", "list.model-is-placeholder"})
"""Warnings of a list that screening turns into findings with a question, and that need no second telling."""


@dataclass(slots=True, kw_only=True)
class _Reading:
    """A case while it is read: the folder, the faults so far, the officer's own charts, and the bytes of every file."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    criteria: Criteria | None = None
    tender: Tender | None = None
    lot_terms: dict[str, Terms] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def raw(self, wanted: Sequence[tuple[str, RawKind, Path]], bills: Container[str] = ()) -> dict[str, RawFile]:
        """Read files (label, kind, path) in the jail, in one batch; files with faults are left out of the answer. `bills`: labels of BOMs."""
        answers = read_raw([RawJob(kind=kind, path=path, label=label) for label, kind, path in wanted])
        found = {}
        for answer in (taken_anew(one) if one.label in bills else one for one in answers):
            self.faults += answer.faults
            if answer.value is not None and not any(not one.warning for one in answer.faults):
                self.bodies[answer.digest] = answer.octets
                found[answer.label] = answer
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheets:
    """One bid's documents as fields, and the files that they name."""

    bid_id: str
    bid: Fields
    decisions: Fields | None
    files: tuple[FileRead, ...]


def read_case(folder: Path) -> Case:
    """Read the case in `folder`; InputRefused lists every fault of every file."""
    reading = _Reading(folder=folder)
    if not (folder / "tender.yaml").is_file():
        raise InputRefused([_no_case(folder)])
    bid_folders = _bid_folders(reading)
    first: list[tuple[str, RawKind, Path]] = [("tender.yaml", "yaml", folder / "tender.yaml")]
    for bid in bid_folders:
        first.append((f"bids/{bid}/bid.yaml", "yaml", folder / "bids" / bid / "bid.yaml"))
        if (folder / "bids" / bid / "decisions.yaml").exists():
            first.append((f"bids/{bid}/decisions.yaml", "yaml", folder / "bids" / bid / "decisions.yaml"))
        if (folder / "bids" / bid / "advice.yaml").exists():
            first.append((f"bids/{bid}/advice.yaml", "yaml", folder / "bids" / bid / "advice.yaml"))
    documents = reading.raw(first)
    tender, terms, register, files = _tender(reading, documents.get("tender.yaml"))
    sheets = [one for bid in bid_folders if (one := _sheets(reading, bid, documents)) is not None]
    bills = {f"bids/{one.bid_id}/{path}" for one in sheets for path, key in _named_files(one) if key.startswith("boms.")}
    attached = reading.raw(_attachments(reading, sheets), bills)
    refused = _refused_columns(tender)
    if "owners" not in refused:
        files = (*files, *_officers_charts(reading, documents.get("tender.yaml")))
    reading.criteria, reading.tender = terms.criteria if terms else None, tender
    lots = tender.shape.lots if tender else ()
    bids = tuple(_bid(reading, one, attached, refused, lots) for one in sheets)
    _check_lottery(reading, terms, bid_folders)
    check_members(bids, reading.faults)
    publication = _publication(reading, documents.get("tender.yaml"), bid_folders, lots)
    advice, advice_files = _advice(reading, documents, bid_folders)
    notes = alert_notes(folder, reading.faults)
    happened = happenings_from(_told(reading, documents.get("tender.yaml")), bid_folders)
    if tender is None or any(not one.warning for one in reading.faults):
        raise InputRefused(dict.fromkeys(reading.faults))
    return Case(
        submission=Submission(
            tender=tender,
            bids=bids,
            register=register,
            files=(*files, *advice_files),
            publication=publication,
            advice=advice,
            alerts=notes,
            **happened,
        ),
        terms=terms,
        lot_terms=reading.lot_terms,
        warnings=tuple(one for one in reading.faults if one.warning),
        bodies=(*reading.bodies.values(), *(note.octets for note in notes)),
    )


def read_terms(folder: Path) -> tuple[Tender, Terms]:
    """The notice alone, before any bid exists; InputRefused lists every fault of `tender.yaml`."""
    reading = _Reading(folder=folder)
    if not (folder / "tender.yaml").is_file():
        raise InputRefused([_no_case(folder)])
    documents = reading.raw([("tender.yaml", "yaml", folder / "tender.yaml")])
    tender, terms, _, _ = _tender(reading, documents.get("tender.yaml"))
    if reading.lot_terms:
        reading.faults.append(_by_lot())
    elif tender is not None and terms is None:
        reading.faults.append(
            fault(
                "tender.yaml",
                "evaluation.missing",
                where="evaluation",
                what=("評価の定めがない", "the tender does not say how bids are evaluated"),
                remedy=("evaluation: {preset: …} を書く", "add evaluation: {preset: …}"),
            )
        )
    if tender is None or terms is None or any(not one.warning for one in reading.faults):
        raise InputRefused(reading.faults)
    return tender, terms


def read_lot_terms(folder: Path) -> tuple[Tender, dict[str, Terms]]:
    """The notice of a tender with lots, before any bid exists; {} where it has none."""
    reading = _Reading(folder=folder)
    documents = reading.raw([("tender.yaml", "yaml", folder / "tender.yaml")]) if (folder / "tender.yaml").is_file() else {}
    tender, _, _, _ = _tender(reading, documents.get("tender.yaml"))
    if tender is None or any(not one.warning for one in reading.faults):
        raise InputRefused(reading.faults or [_no_case(folder)])
    return tender, reading.lot_terms


def _by_lot() -> Fault:
    return fault(
        "tender.yaml",
        "evaluation.by-lot",
        where="lots",
        what=("ロットのある調達であり、評価の定めはロットごとにある", "a tender with lots has its terms of evaluation lot by lot"),
        remedy=("ロットごとの案件フォルダで行う", "do this in a case folder of that lot"),
    )


def _check_lottery(reading: _Reading, terms: Terms | None, bids: Sequence[str]) -> None:
    """Whoever won a lottery is a bidder, of the whole or of the lot."""
    for where, one in {"evaluation": terms, **{f"lots.{lot}.evaluation": held for lot, held in reading.lot_terms.items()}}.items():
        if one is not None and one.lottery is not None and one.lottery.winner not in bids:
            reading.faults.append(
                fault(
                    "tender.yaml",
                    "case.lottery-winner",
                    where=f"{where}.lottery.winner",
                    what=("くじの当選者が応札者にない", "the winner of the lottery is not among the bids"),
                    remedy=("応札者の記号を書く", "write the id of a bid"),
                    shown=one.lottery.winner,
                )
            )


def _advice(reading: _Reading, documents: Mapping[str, RawFile], bids: Sequence[str]) -> tuple[tuple[Advice, ...], tuple[FileRead, ...]]:
    """The advice on every bid, and the files it stands in."""
    found: list[Advice] = []
    files = []
    for bid in bids:
        raw = documents.get(f"bids/{bid}/advice.yaml")
        fields = _fields(reading, raw) if raw else None
        if raw is not None and fields is not None:
            found += advice_from(fields, bid)
            files.append(FileRead(kind="advice", path=raw.label, digest=raw.digest))
    return tuple(found), tuple(files)


def _publication(reading: _Reading, tender: RawFile | None, bids: Sequence[str], lots: Sequence[Lot]) -> Publication:
    fields = _told(reading, tender)
    return publication_from(fields, bids, [lot.id for lot in lots]) if fields else Publication()


def _told(reading: _Reading, tender: RawFile | None) -> Fields | None:
    """The tender's words once more, where they can be read at all."""
    return _fields(reading, tender) if tender and isinstance(tender.value["value"], Mapping) else None


def _refused_columns(tender: Tender | None) -> frozenset[str]:
    """What must not be collected for a system that the case itself puts out of its policy's scope."""
    pack = packs().get(tender.policy) if tender else None
    if tender is None or pack is None or scope_of(pack, tender.viewpoints).answer == "in":
        return frozenset()
    return frozenset(pack.out_of_scope_columns)


def _no_case(folder: Path) -> Fault:
    return fault(
        folder.name or str(folder),
        "case.no-tender",
        what=("案件フォルダに tender.yaml がない", "the case folder has no tender.yaml"),
        remedy=(
            "tender.yaml のあるフォルダを指定する(書き方: docs/reference/case-folder.md)",
            "name a folder that has one (see docs/reference/case-folder.md)",
        ),
    )


def _bid_folders(reading: _Reading) -> list[str]:
    parent = reading.folder / "bids"
    found = sorted(path.name for path in parent.iterdir() if path.is_dir() and not path.name.startswith(".")) if parent.is_dir() else []
    if not found or len(found) > MAX_BIDS:
        reading.faults.append(
            fault(
                "bids/",
                "case.no-bids",
                what=(f"応札のフォルダが{len(found)}個である", f"there are {len(found)} bid folders"),
                remedy=(f"bids/<応札者の記号>/bid.yaml を1から{MAX_BIDS}個置く", f"put 1 to {MAX_BIDS} of bids/<id>/bid.yaml"),
            )
        )
    return found[:MAX_BIDS]


def _fields(reading: _Reading, raw: RawFile) -> Fields | None:
    value = raw.value["value"]
    if not isinstance(value, Mapping):
        reading.faults.append(
            fault(
                raw.label,
                "case.not-keys",
                what=("項目の組になっていない", "the document is not a set of keys"),
                remedy=("key: value の形で書く", "write key: value"),
            )
        )
        return None
    return Fields(file=raw.label, value=value, lines=raw.value["lines"], faults=reading.faults)


def _tender(reading: _Reading, raw: RawFile | None) -> tuple[Tender | None, Terms | None, str, tuple[FileRead, ...]]:
    fields = _fields(reading, raw) if raw else None
    if raw is None or fields is None:
        return None, None, "", ()
    tender = case_words.tender_from(fields)
    tender = replace(tender, shape=shape_from(fields, tender.notice_date))
    day, method = tender.notice_date, tender.shape.method
    reading.lot_terms = lot_terms_from(fields, day, method)
    terms = None if tender.shape.lots else case_words.terms_from(fields, day, method)
    terms = replace(terms, unit_prices=tender.shape.unit_prices) if terms and tender.shape.unit_prices else terms
    register = fields.text("register")
    fields.unknown(TENDER_KEYS)
    return tender, terms, register, (FileRead(kind="tender", path=raw.label, digest=raw.digest),)


def _sheets(reading: _Reading, bid: str, documents: Mapping[str, RawFile]) -> _Sheets | None:
    raw = documents.get(f"bids/{bid}/bid.yaml")
    fields = _fields(reading, raw) if raw else None
    if raw is None or fields is None:
        return None
    decided = documents.get(f"bids/{bid}/decisions.yaml")
    files = [FileRead(kind="bid", path=raw.label, digest=raw.digest)]
    if decided:
        files.append(FileRead(kind="decisions", path=decided.label, digest=decided.digest))
    return _Sheets(bid_id=bid, bid=fields, decisions=_fields(reading, decided) if decided else None, files=tuple(files))


def _attachments(reading: _Reading, sheets: Sequence[_Sheets]) -> list[tuple[str, RawKind, Path]]:
    wanted: dict[str, tuple[str, RawKind, Path]] = {}
    for one in sheets:
        for named, key in _named_files(one):
            path = reading.folder / "bids" / one.bid_id / named
            label = f"bids/{one.bid_id}/{named}"
            kind = _kind(reading, one, key, named, path)
            if kind is not None:
                wanted[label] = (label, kind, path)
    return list(wanted.values())


def _named_files(one: _Sheets) -> list[tuple[str, str]]:
    named = [(one.bid.text(key), key) for key in ("list", "mapping") if one.bid.text(key)]
    named += [(path, f"boms.{line}") for line, path in one.bid.pairs("boms").items() if path]
    named += files_of_versions(one.bid)
    named += [(path, f"answers.{round_id}") for round_id, path in one.bid.pairs("answers").items() if path]
    named += [(path, f"evaluations.{member}") for member, path in one.bid.pairs("evaluations").items() if path]
    named += [(path, f"evaluations.{member}") for sheets in lot_sheets(one.bid).values() for member, path in sheets.items() if path]
    named += [(path, f"owners[{at}]") for at, path in enumerate(one.bid.texts("owners") or ())]
    return named


def _kind(reading: _Reading, one: _Sheets, key: str, named: str, path: Path) -> RawKind | None:
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


def _bid(reading: _Reading, one: _Sheets, attached: Mapping[str, RawFile], refused: frozenset[str], lots: tuple[Lot, ...]) -> Bid:
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
    chart = _chart(reading, one, attached, files)
    asked = reading.tender.shape.unit_prices if reading.tender else None
    unit_prices = bid_unit_prices_from(fields, asked)
    marked = Sheets(bid=one.bid_id, fields=fields, attached=attached, faults=reading.faults, files=files)
    found = Bid(
        id=one.bid_id,
        bidder=case_words.party_from(bidder or Fields(file=fields.file, value={"name": "?"}, lines={}, faults=[])),
        list=listed,
        boms=boms,
        chart=chart,
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


def _decisions(one: _Sheets) -> tuple[Decision, ...]:
    return case_words.decisions_from(one.decisions) if one.decisions else ()


def _list(reading: _Reading, one: _Sheets, attached: Mapping[str, RawFile], files: list[FileRead], refused: frozenset[str]) -> EquipmentList | None:
    return _list_at(reading, one, attached, files, refused, one.bid.text("list"), one.bid.text("mapping")) if one.bid.text("list") else None


def _list_at(
    reading: _Reading, one: _Sheets, attached: Mapping[str, RawFile], files: list[FileRead], refused: frozenset[str], path: str, how: str
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


def _boms(reading: _Reading, one: _Sheets, attached: Mapping[str, RawFile], listed: EquipmentList | None, files: list[FileRead]) -> dict[str, Bom]:
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


def _bom_at(reading: _Reading, one: _Sheets, attached: Mapping[str, RawFile], files: list[FileRead], path: str) -> Bom | None:
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


def _attestations(reading: _Reading, one: _Sheets, files: list[FileRead]) -> tuple[Attestation, ...]:
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


def _questions(reading: _Reading, one: _Sheets, attached: Mapping[str, RawFile], files: list[FileRead]) -> tuple[AskedFact, ...]:
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


def _chart(reading: _Reading, one: _Sheets, attached: Mapping[str, RawFile], files: list[FileRead]) -> Chart | None:
    """What the bidder's charts and the officer's own say together."""
    named = [attached.get(f"bids/{one.bid_id}/{path}") for path in one.bid.texts("owners") or ()]
    charts = [*_charts(reading, filter(None, named), files), *reading.charts]
    return join_charts(aligned(charts)) if charts else None


def _officers_charts(reading: _Reading, tender: RawFile | None) -> list[FileRead]:
    """The charts that the tender names, relative to the case: the officer's own sources, which stand beside what every bidder shows."""
    files: list[FileRead] = []
    fields = _fields(reading, tender) if tender else None
    if fields is not None:
        paths = {path: reading.folder / path for path in fields.texts("owners") or ()}
        answers = reading.raw([(label, any_chart.kind_of(path), path) for label, path in paths.items()])
        reading.charts += _charts(reading, answers.values(), files)
    return files


def _charts(reading: _Reading, named: Iterable[RawFile], files: list[FileRead]) -> Iterator[Chart]:
    for raw in named:
        try:
            chart, faults = any_chart.chart_of(raw)
        except InputRefused as refused:
            reading.faults += refused.faults
            continue
        reading.faults += faults
        files.append(FileRead(kind="chart", path=raw.label, digest=raw.digest))
        yield chart
