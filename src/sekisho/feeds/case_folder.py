"""A case folder into a Case: `tender.yaml`, `bids/<id>/bid.yaml` and `decisions.yaml`, then every list, BOM and chart that they name.

Bidders' files must lie in their bid's folder: a path that leads out of it is refused. Every fault of every file is reported at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..desk.model import Case
from ..evaluation.model import Terms
from ..faults import Fault, InputRefused, fault
from ..policy.packs import packs
from ..policy.reading import scope_of
from ..tenders.advice import Advice
from ..tenders.model import FileRead, Submission, Tender
from ..tenders.publication import Publication
from ..tenders.shape import Lot
from . import case_words
from .advice_words import advice_from
from .alert_notes import alert_notes
from .bid_folder import attachments, bid_from, named_files, sheets_of
from .case_reading import Reading, charts_of, fields_of
from .charts import any_chart
from .event_words import happenings_from
from .fields import Fields
from .joint_words import check_members
from .lot_words import lot_terms_from
from .publication_words import publication_from
from .raw.jail import Kind as RawKind
from .raw.jail import RawFile
from .shape_words import shape_from

TENDER_KEYS = (
    "register", "owners", "ceiling", "evaluation", "criteria", "tender", "regime_status", "publication", "lots", "lot_limit", "combined_lots",
    "unit_prices", "events", "clocks", "interests",
)  # fmt: skip
MAX_BIDS = 500


def read_case(folder: Path) -> Case:
    """Read the case in `folder`; InputRefused lists every fault of every file."""
    reading = Reading(folder=folder)
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
    sheets = [one for bid in bid_folders if (one := sheets_of(reading, bid, documents)) is not None]
    bills = {f"bids/{one.bid_id}/{path}" for one in sheets for path, key in named_files(one) if key.startswith("boms.")}
    attached = reading.raw(attachments(reading, sheets), bills)
    refused = _refused_columns(tender)
    if "owners" not in refused:
        files = (*files, *_officers_charts(reading, documents.get("tender.yaml")))
    reading.criteria, reading.tender = terms.criteria if terms else None, tender
    lots = tender.shape.lots if tender else ()
    bids = tuple(bid_from(reading, one, attached, refused, lots) for one in sheets)
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
    reading = Reading(folder=folder)
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
    reading = Reading(folder=folder)
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


def _check_lottery(reading: Reading, terms: Terms | None, bids: Sequence[str]) -> None:
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


def _advice(reading: Reading, documents: Mapping[str, RawFile], bids: Sequence[str]) -> tuple[tuple[Advice, ...], tuple[FileRead, ...]]:
    """The advice on every bid, and the files it stands in."""
    found: list[Advice] = []
    files = []
    for bid in bids:
        raw = documents.get(f"bids/{bid}/advice.yaml")
        fields = fields_of(reading, raw) if raw else None
        if raw is not None and fields is not None:
            found += advice_from(fields, bid)
            files.append(FileRead(kind="advice", path=raw.label, digest=raw.digest))
    return tuple(found), tuple(files)


def _publication(reading: Reading, tender: RawFile | None, bids: Sequence[str], lots: Sequence[Lot]) -> Publication:
    fields = _told(reading, tender)
    return publication_from(fields, bids, [lot.id for lot in lots]) if fields else Publication()


def _told(reading: Reading, tender: RawFile | None) -> Fields | None:
    """The tender's words once more, where they can be read at all."""
    return fields_of(reading, tender) if tender and isinstance(tender.value["value"], Mapping) else None


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


def _bid_folders(reading: Reading) -> list[str]:
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


def _tender(reading: Reading, raw: RawFile | None) -> tuple[Tender | None, Terms | None, str, tuple[FileRead, ...]]:
    fields = fields_of(reading, raw) if raw else None
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


def _officers_charts(reading: Reading, tender: RawFile | None) -> list[FileRead]:
    """The charts that the tender names, relative to the case: the officer's own sources, which stand beside what every bidder shows."""
    files: list[FileRead] = []
    fields = fields_of(reading, tender) if tender else None
    if fields is not None:
        paths = {path: reading.folder / path for path in fields.texts("owners") or ()}
        answers = reading.raw([(label, any_chart.kind_of(path), path) for label, path in paths.items()])
        reading.charts += charts_of(reading, answers.values(), files)
    return files
