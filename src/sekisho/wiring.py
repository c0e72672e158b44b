"""The only module that sees everything: it joins feeds, engines and papers to the desk's verbs, and gives the shells one call a verb."""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import resources
from .faults import Fault, RegisterRefused, fault, refuse

if TYPE_CHECKING:
    from .desk.model import Case, Judgement
    from .desk.office import Asked, Office
    from .desk.publish import Publishable
    from .desk.what_if import Tried
    from .engines.embedded.bulk_run import NamesMatched
    from .engines.embedded.keys import KeyPair
    from .engines.embedded.mark_list import ListIdentified
    from .engines.embedded.mark_store import Opened
    from .evaluation.criteria import Criteria
    from .feeds.award_rows import AwardsRead
    from .feeds.exports.gif import Kind
    from .feeds.exports.verbs import Form
    from .feeds.lists.verbs import ListCheck
    from .feeds.name_pairs import PairsCompared
    from .feeds.owners_bulk import Charted
    from .feeds.owners_bulk import Told as OwnersTold
    from .feeds.register_source import Built
    from .ledger.verify import Verification
    from .marks.model import Identified, TableCard, Tables
    from .ownership.model import Held
    from .ownership.walk import Bar
    from .papers.estate_view import EstatePaper
    from .policy.model import Pack
    from .policy.regime import Regime, StandingOn, StatedStatus
    from .register.diff import EditionDiff
    from .register.lookup import Lookup
    from .register.model import Edition
    from .terms import Mark

Say = Callable[[str, str], None]
"""How a long verb tells its progress: (Japanese, English)."""


def quiet(_ja: str, _en: str) -> None:
    """Tell nothing."""


def home() -> Path:
    """Where keys and state live: `SEKISHO_HOME`, else the user's data folder."""
    if os.environ.get("SEKISHO_HOME"):
        return Path(os.environ["SEKISHO_HOME"])
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "Sekisho"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "sekisho"


class _Folders:
    """Cases from folders."""

    def read(self, reference: str) -> "Case":
        from .feeds.case_folder import read_case

        return read_case(Path(reference))


class _Editions:
    """Editions from files; relative ones that a case names are relative to the case."""

    def open(self, *, chosen: str, named_by_case: str, case: str) -> "Lookup":
        if not chosen and not named_by_case:
            raise RegisterRefused([_no_register()])
        return open_register(Path(chosen) if chosen else Path(case) / named_by_case)


class _MarkTables:
    """The tables of marks of this machine, opened where a bid bears marks."""

    def open(self) -> "Tables":
        from .engines.embedded.mark_store import LazyTables

        return LazyTables(home() / "tables")


class _SystemClock:
    def today(self) -> date:
        return datetime.now(tz=UTC).astimezone().date()


def today() -> date:
    """Today, where this machine stands."""
    return _SystemClock().today()


def parse_day(text: str) -> date:
    """A date in 西暦 or 和暦; ValueError says what is wrong."""
    from .feeds.wareki import parse_day as parse

    return parse(text)


def write_json(path: Path, value: Any) -> None:
    """Write a value as readable JSON, whole or not at all."""
    import json

    from .engines.embedded.disk import write_durably

    write_durably(path, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def office() -> "Office":
    """The desk's surroundings on this machine."""
    from .desk.office import Office

    return Office(cases=_Folders(), registers=_Editions(), clock=_SystemClock(), tables=_MarkTables())


def _no_register() -> Fault:
    return fault(
        "--register",
        "register.missing",
        what=("登録簿の版が指定されておらず、何も判定できない", "no register edition is named, so nothing can be judged"),
        remedy=(
            "--register に版を指定するか、tender.yaml に register: を書く(作り方: sekisho register build)",
            "pass --register, or write register: in tender.yaml (make one with `sekisho register build`)",
        ),
    )


def read_edition(path: Path) -> "Edition":
    """An edition from a file, or from a folder that holds `edition`; RegisterRefused where there is none or it does not hold."""
    from .register.edition import decode

    file = path / "edition" if path.is_dir() else path
    try:
        octets = file.read_bytes()
    except OSError as error:
        raise RegisterRefused(
            [
                fault(
                    str(path),
                    "register.missing",
                    what=("登録簿の版が見つからない", "there is no register edition here"),
                    remedy=("道順を確かめるか、sekisho register build で作る", "check the path, or make one with `sekisho register build`"),
                )
            ]
        ) from error
    return decode(octets, label=str(path))


def open_register(path: Path) -> "Lookup":
    """An edition with its look-up by equal and by like names."""
    from .engines.embedded.like_names import LikeNames
    from .register.lookup import Lookup

    edition = read_edition(path)
    return Lookup(edition, LikeNames(edition, home() / "indexes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A judgement as written: where, the papers by name, the record's size, and the key's line."""

    judgement: "Judgement"
    out: Path
    papers: tuple[str, ...]
    entries: int
    key: str
    notes: tuple[str, ...] = ()


def screen(asked: "Asked") -> "Judgement":
    """Read and screen; no prices are looked at."""
    from .desk.judge import judge_case

    desk = office()
    return judge_case(desk, desk.cases.read(asked.case), asked, stop_before_prices=True)


def judge(asked: "Asked", *, out: Path | None, signing_key: Path | None = None, say: Say = quiet) -> "tuple[Judgement, Written | None]":
    """Judge a case; with `out`, write its papers and seal its record there."""
    from .desk.judge import judge_case

    desk = office()
    say("案件を読み込んでいます", "reading the case")
    case = desk.cases.read(asked.case)
    say("確認と評価をしています", "screening and evaluating")
    judgement = judge_case(desk, case, asked)
    if out is None:
        return judgement, None
    return judgement, _write(judgement, case, out, _signing_key(signing_key, say), say)


def evaluate(asked: "Asked") -> "Judgement":
    """Read, screen where there are lists, evaluate."""
    from .desk.judge import evaluate_case

    desk = office()
    case = desk.cases.read(asked.case)
    if case.terms is None:
        raise refuse(
            "tender.yaml",
            "evaluation.missing",
            where="evaluation",
            what=("評価の定めがない", "the tender does not say how bids are evaluated"),
            remedy=("evaluation: {preset: …} を書く", "add evaluation: {preset: …}"),
        )
    if case.submission.tender.stage == "list":
        raise refuse(
            "tender.yaml",
            "evaluation.list-stage",
            where="tender.stage",
            what=("価格の前の段階であり、評価できない", "this is the list stage, before any price; there is nothing to evaluate"),
            remedy=("screen を使うか、stage: bid にする", "use `screen`, or set stage: bid"),
        )
    return evaluate_case(desk, case, asked)


def what_if(judgement: "Judgement", assumptions: Sequence[str], *, sensitivity: bool) -> "Tried":
    """Try a judged case with some facts otherwise; nothing is written."""
    from .desk.what_if import try_out

    return try_out(judgement, assumptions, sensitivity=sensitivity)


def _write(judgement: "Judgement", case: "Case", out: Path, keys: "KeyPair", say: Say) -> Written:
    from .desk.seal import acts_of, bodies_of
    from .engines.embedded.disk import BookOnDisk
    from .papers.render import available_formats, render_papers

    say("判定書を作成しています", "writing the papers")
    papers = render_papers(judgement)
    out.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=out, prefix=".papers-"))
    try:
        for name, octets in papers.items():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            (fresh / name).write_bytes(octets)
        fresh.chmod(0o755)
        say("記録を封緘しています", "sealing the record")
        appended = BookOnDisk(out, keys).append(acts_of(judgement, papers), bodies_of(judgement, case, papers))
        _replace_folder(out / "papers", fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    missing = () if "pdf" in available_formats() else ("PDF: pip install 'sekisho[pdf]'",)
    return Written(judgement=judgement, out=out, papers=tuple(papers), entries=appended.checkpoint.size, key=keys.key.line, notes=missing)


def _replace_folder(target: Path, fresh: Path) -> None:
    old = target.with_name(".papers-old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _signing_key(path: Path | None, say: Say) -> "KeyPair":
    """The key named, else this machine's default key, made at its first use."""
    from .engines.embedded.keys import KeyPair

    if path is not None:
        return KeyPair.read(path)
    default = home() / "keys" / "default.skey"
    if not default.exists():
        KeyPair.new(f"sekisho/{os.urandom(4).hex()}").write(default)
        say(f"署名鍵を作りました(控えを保管してください): {default}", f"made a signing key (keep a copy of it): {default}")
    return KeyPair.read(default)


def new_key(name: str, target: Path | None) -> tuple[Path, str]:
    """Make a signing key; the path it was written to and its public line."""
    from .engines.embedded.keys import KeyPair

    keys = KeyPair.new(name)
    path = target or home() / "keys" / f"{name.replace('/', '-')}.skey"
    keys.write(path)
    path.with_suffix(".vkey").write_text(keys.key.line + "\n", encoding="utf-8")
    return path, keys.key.line


DEMO_PARTS = ("papers", "record", "vault", "key.vkey")


def demo(sample: str, out: Path, *, say: Say = quiet) -> tuple[Written, "Verification"]:
    """Judge a sample as of its own date under a key made for the occasion, and verify what was written."""
    from .desk.judge import judge_case
    from .desk.office import Asked
    from .engines.embedded.keys import KeyPair

    folder = resources.sample_folder(sample)
    card = _sample_card(folder)
    _clear_demo(out)
    asked = Asked(case=str(folder / "case"), as_of=date.fromisoformat(card["judged_as_of"]))
    desk = office()
    say("見本の案件を読み込んでいます", "reading the sample tender")
    case = desk.cases.read(asked.case)
    say("確認と評価をしています", "screening and evaluating")
    judgement = judge_case(desk, case, asked)
    written = _write(judgement, case, out, KeyPair.new(f"sekisho/demo-{sample}"), say)
    say("記録を検証しています", "verifying the record")
    answer, _ = verify(out / "record", key=written.key)
    return written, answer


def _sample_card(folder: Path) -> dict[str, str]:
    import yaml

    card: dict[str, str] = yaml.load((folder / "sample.yaml").read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 (strings only)
    return card


def _clear_demo(out: Path) -> None:
    """A demo writes into a new or empty folder, or over an earlier demo; never over anything else."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    checkpoint = out / "record" / "checkpoint"
    if not checkpoint.is_file() or not checkpoint.read_bytes().startswith(b"sekisho/demo-"):
        raise refuse(
            str(out),
            "demo.not-a-demo",
            what=("空でなく、見本の出力でもないフォルダである", "this folder is not empty and holds no earlier demo"),
            remedy=("別の --out を指定する", "name another folder with --out"),
        )
    for part in DEMO_PARTS:
        target = out / part
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def verify(path: Path, *, key: str = "", checkpoint: Path | None = None, vault: Path | None = None) -> "tuple[Verification, dict[str, Any]]":
    """Verify a record offline; the answer and its JSON form (`docs/reference/record.md`)."""
    from .engines.embedded.disk import RecordFolder, read_key, vault_of
    from .ledger.verify import Broken, vault_faults, verify_record

    folder = path / "record" if (path / "record").is_dir() else path
    if not folder.is_dir():
        raise refuse(
            str(path),
            "record.missing",
            what=("記録のフォルダがない", "there is no record here"),
            remedy=("judge か demo が書いた record フォルダを指定する", "name the record folder that judge or demo wrote"),
        )
    kept = _octets(checkpoint) if checkpoint else None
    answer = verify_record(RecordFolder(folder), key=read_key(key) if key else None, kept=kept)
    beside = vault_of(vault or folder.parent / "vault")
    bodies = list(beside.bodies()) if beside else []
    broken = tuple(Broken(file=f"vault/{one.file}", why=one.why) for one in vault_faults(bodies))
    faults = [*(Broken(file=f"{folder.name}/{one.file}", why=one.why, entry=one.entry) for one in answer.faults), *broken]
    held = {path.rpartition("/")[2] for path, _ in bodies}
    wanted = answer.digests()
    shown = {
        "holds": not faults,
        "size": answer.size,
        "root": answer.root.hex() if answer.root else None,
        "origin": answer.origin,
        "signer": "proven" if answer.signer_proven else "unproven",
        "faults": [one.as_json() for one in faults],
        "disclosed": {"present": sum(one in held for one in wanted), "total": len(wanted)},
    }
    return answer, shown


def _octets(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse(str(path), "file.unreadable", what=("読めない", "it cannot be read"), remedy=("道順を確かめる", "check the path")) from error


def build_register(sources: Sequence[Path], target: Path, *, retrieved_at: date | None, good_for: int | None, previous: Path | None) -> "Built":
    """Build an edition from sources and write it; nothing is written where anything is wrong."""
    from .engines.embedded.disk import write_durably
    from .feeds.register_source import BareCard, build_edition

    before = read_edition(previous) if previous else None
    built = build_edition(sources, BareCard(retrieved_at=retrieved_at, good_for_days=good_for), previous=before)
    write_durably(target, built.octets)
    return built


def diff_register(before: Path, after: Path, *, as_of: date | None) -> "EditionDiff":
    """What is new, changed, withdrawn and unverifiable from one edition to another, as of a day (default today)."""
    from .register.diff import diff

    return diff(read_edition(before), read_edition(after), as_of=as_of or _SystemClock().today())


def packs() -> "tuple[Pack, ...]":
    """Every policy pack."""
    from .policy.packs import packs as known

    return tuple(known().values())


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnersAsked:
    """By what `owners` answers: charts, the designated, a day (today if none is given), a threshold or a regime, what officers state of regimes."""

    charts: tuple[Path, ...]
    designated: Path
    as_of: date | None = None
    threshold: Any = 50
    regime: str = ""
    regime_status: Path | None = None

    @property
    def day(self) -> date:
        return self.as_of or today()


def regime_on(asked: OwnersAsked) -> "StandingOn | None":
    """The regime that was asked for, as it stands on the day; None where a bare threshold was asked for."""
    stated: tuple[StatedStatus, ...] = ()
    if asked.regime_status:
        from .feeds.regime_words import read_statuses

        stated = read_statuses(asked.regime_status)
    from .policy.regime import standing_on
    from .policy.regimes import regimes

    return standing_on(regimes()[asked.regime], asked.day, stated) if asked.regime else None


def regimes() -> "tuple[Regime, ...]":
    """Every regime."""
    from .policy.regimes import regimes as known

    return tuple(known().values())


def owners(entity: str, asked: OwnersAsked) -> "tuple[Held, StandingOn | None]":
    """How surely designated owners hold `entity`, by the charts, as of a day; with a regime, by its rule, and whether that is in force."""
    on = regime_on(asked)
    charted = _charted(asked, _bar(asked, on), [entity])
    from .ownership.several import one_of

    return one_of([charted.answer(holder) for holder in charted.holders(entity, "") or [entity]]), on


def owners_in_bulk(
    entities: Path, out: Path, asked: OwnersAsked, *, say: Say = quiet, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> "OwnersTold":
    """`owners` for each row of a list, from one cascade; nothing is written where anything is refused."""
    from .feeds.owners_bulk import answer_list
    from .feeds.owners_list import read_asked

    on = regime_on(asked)
    listed = read_asked(entities)
    say("資本関係図を読み込み、たどっています", "reading the charts and walking them")
    charted = _charted(asked, _bar(asked, on), list(dict.fromkeys(word for row in listed.rows for word in row.words)))
    say("回答を書き出しています", "writing the answers")
    designated = ("designated", str(asked.designated), _designated_digest(asked.designated))
    return answer_list(entities, listed, charted, out, designated=designated, day=asked.day, on=on, progress=progress)


def _designated_digest(path: Path) -> str:
    """SHA-256 of a list of ids, or the digest that names an edition."""
    from .canonical import sha256_hex
    from .feeds.id_list import ids_in

    return sha256_hex(path.read_bytes()) if ids_in(path) else open_register(path).edition.digest


def _charted(asked: OwnersAsked, bar: "Bar", words: Sequence[str]) -> "Charted":
    """The charts, compiled or plain, with one cascade of the day."""
    from .engines.embedded.walks.chart_verbs import CompiledCharts, compiled_among

    compiled = compiled_among(asked.charts)
    if compiled is not None:
        return CompiledCharts(compiled, asked.designated, open_register, asked.day, bar, words)
    from .feeds.owners_query import PlainCharts

    return PlainCharts(asked.charts, asked.designated, open_register, asked.day, bar)


def _bar(asked: OwnersAsked, on: "StandingOn | None") -> "Bar":
    """By what share somebody is held: the regime's rule, else the threshold that was asked for."""
    from .ownership.walk import Bar

    if on is None:
        return Bar(threshold=asked.threshold)
    return Bar(threshold=on.regime.threshold, strictly=not on.regime.inclusive, alone=on.regime.counting == "single")


def build_chart(
    charts: Sequence[Path], out: Path, *, names: bool = True, say: Say = quiet, progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Compile ownership charts into one file that `owners` answers from; what it holds, as JSON."""
    from .engines.embedded.walks.chart_reading import build_chart as build

    return build(charts, out, names=names, say=say, progress=progress)


def build_products(boms: Sequence[Path], out: Path, *, say: Say = quiet, progress: Callable[[int, int], None] | None = None) -> dict[str, Any]:
    """Compile bills of materials into one file of products; what it holds, as JSON."""
    from .engines.embedded.walks.part_reading import build_products as build

    return build(boms, out, say=say, progress=progress)


def list_products(boms: Sequence[Path]) -> list[dict[str, Any]]:
    """The products of bills or of a compiled file, with how many of their parts name a maker."""
    from .engines.embedded.walks.part_verbs import opened, products_told

    return products_told(opened(boms))


def explode(boms: Sequence[Path], product: str) -> dict[str, Any]:
    """What is inside a product ("" for the only one), as JSON."""
    from .engines.embedded.walks.part_verbs import exploded, opened

    return exploded(opened(boms), product)


def explode_to(boms: Sequence[Path], listed: Path | None, product: str, out: Path) -> None:
    """What is inside products, those of a list or one, as CSV."""
    from .engines.embedded.walks.part_verbs import asked_products, exploded_rows, opened
    from .feeds.csv_out import write_csv

    write_csv(out, exploded_rows(opened(boms), asked_products(listed) if listed else [product]))


def where_used(boms: Sequence[Path], parts: Sequence[str], maker: str) -> list[dict[str, Any]]:
    """The products that each part is in, as JSON."""
    from .engines.embedded.walks.part_verbs import PartAsked, opened
    from .engines.embedded.walks.part_verbs import where_used as used

    products = opened(boms)
    return [used(products, PartAsked(part=part, maker=maker)) for part in parts]


def where_used_to(boms: Sequence[Path], listed: Path | None, parts: Sequence[str], maker: str, out: Path) -> None:
    """The products that parts are in, those of a list or the ones named, as CSV."""
    from .engines.embedded.walks.part_verbs import PartAsked, asked_parts, opened, used_rows
    from .feeds.csv_out import write_csv

    asked = asked_parts(listed) if listed else [PartAsked(part=part, maker=maker) for part in parts]
    write_csv(out, used_rows(opened(boms), asked))


def compare_pairs(pairs: Path, out: Path, *, register: str, say: Say = quiet) -> "PairsCompared":
    """Compare the two names of each row of a CSV; with a register edition, its aliases and parents are facts."""
    from .feeds.name_pairs import compare_file

    return compare_file(pairs, out, edition=read_edition(Path(register)) if register else None, as_of=today(), say=say)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchAsked:
    """A list of names to match with a register, as of a day (today where none is given); processes and names a part, 0 for the default."""

    names: Path
    out: Path
    register: str
    as_of: date | None = None
    jobs: int = 0
    batch: int = 0


def match_names(asked: MatchAsked, *, say: Say = quiet, progress: Callable[[int, int], None]) -> "NamesMatched":
    """Match a list of names with an edition and write a row a hit; `progress` is told (names done, names in all)."""
    from .engines.embedded.bulk_run import Wanted, match_file

    if not asked.register:
        raise RegisterRefused([_no_register()])
    day = asked.as_of or _SystemClock().today()
    edition = read_edition(Path(asked.register))
    wanted = Wanted(names=asked.names, out=asked.out, edition=edition, as_of=day, jobs=asked.jobs, batch=asked.batch)
    return match_file(wanted, home() / "indexes", tell=say, progress=progress)


def open_tables(given: Sequence[str] = (), *, say: Say = quiet) -> "Opened":
    """The tables of marks of this machine, those named as KIND=FILE in place of its own; compiled once and kept."""
    from .engines.embedded.mark_store import opened_tables

    return opened_tables(home() / "tables", given, tell=say)


@dataclass(frozen=True, slots=True, kw_only=True)
class MakersFound:
    """What marks said of one device, as of which day, by which tables."""

    found: "Identified"
    as_of: date
    read: "tuple[TableCard, ...]"


def identify(marks: "Sequence[Mark]", tables: Sequence[str] = (), *, declared: str = "", as_of: date | None = None, say: Say = quiet) -> MakersFound:
    """The makers that the marks of one device point to; `tables` are the user's own as KIND=FILE."""
    from .marks.identify import identify as identified
    from .marks.model import with_notes

    opened = open_tables(tables, say=say)
    day = as_of or _SystemClock().today()
    found = identified(marks, opened.tables, declared=declared, as_of=day)
    return MakersFound(found=with_notes(found, opened.notes(mark.family for mark in marks)), as_of=day, read=tuple(opened.tables.cards))


def identify_list(source: Path, out: Path, tables: Sequence[str] = (), *, as_of: date | None = None, say: Say = quiet) -> "ListIdentified":
    """The makers of many devices, from a CSV or Parquet file to a CSV with a row a device and maker."""
    from .engines.embedded.mark_list import identify_file

    return identify_file(source, out, open_tables(tables, say=say), as_of=as_of or _SystemClock().today(), tell=say)


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateAsked:
    """An audit of installed devices: the exports, where the report goes, and what overrides what ("" and None = nothing)."""

    files: tuple[Path, ...]
    out: Path
    register: str
    policy: str = ""
    mapping: Path | None = None
    tables: tuple[str, ...] = ()
    plan: Path | None = None
    as_of: date | None = None
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstateAudited:
    """An audit as written: the paper it was made of, and the names of its files."""

    paper: "EstatePaper"
    names: tuple[str, ...]


def audit_estate(asked: EstateAsked, *, say: Say = quiet) -> EstateAudited:
    """Read exports, judge what is installed, write the report; nothing is written where anything is wrong."""
    from .feeds.raw.jail import without_collection

    if not asked.register:
        raise RegisterRefused([_no_register()])
    with without_collection():
        paper = _audited(asked, say)
        say("報告書を書いています", "writing the report")
        return EstateAudited(paper=paper, names=_write_estate(paper, asked.out))


def _audited(asked: EstateAsked, say: Say) -> "EstatePaper":
    from .desk.audit_estate import audit_estate as audited
    from .desk.removal_plan import removal_plan
    from .engines.embedded.mark_columns import Identifier
    from .feeds.estate.plan import read_plan
    from .feeds.estate.reading import read_estate
    from .names.normalise import tables_digest
    from .papers.estate_view import EstatePaper
    from .policy.packs import pack_for
    from .screening.facts import Basis
    from .screening.model import ReadInput

    day = asked.as_of or _SystemClock().today()
    pack, lookup = pack_for(asked.policy, day), open_register(Path(asked.register))
    earlier = read_plan(asked.plan) if asked.plan else ()
    found = read_estate(asked.files, mapping=asked.mapping, site=asked.site, say=say)
    say(f"{len(found.sightings):,} 件の観測を確認しています", f"judging {len(found.sightings):,} sightings")
    basis = Basis(pack=pack, lookup=lookup, tables_digest=tables_digest())
    makers = Identifier(tables=open_tables(asked.tables, say=say).tables, as_of=day)
    read = [ReadInput(kind="estate", id=one.path, digest=one.digest) for one in found.files]
    audit = audited(found.sightings, basis, makers, as_of=day, read=read)
    return EstatePaper(audit=audit, plan=removal_plan(audit, earlier), files=found.files, unread=found.unread, warnings=found.warnings)


def estate_json(paper: "EstatePaper") -> dict[str, Any]:
    """An audit as `--json` prints it and audit.json holds it."""
    from .papers.estate import estate_json as as_json

    return as_json(paper)


def _write_estate(paper: "EstatePaper", out: Path) -> tuple[str, ...]:
    """Every file of the report into a folder beside, which then takes the place of an earlier report's files in `out`."""
    from pyarrow import csv

    from .papers.estate import devices_table, render_estate

    made = render_estate(paper)
    try:
        out.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=out, prefix=".report-"))
    except OSError as error:
        raise refuse(
            str(out), "file.unwritable", what=("書き込めません", "it cannot be written"), remedy=("置き場所を確かめてください", "check the folder")
        ) from error
    try:
        for name, octets in made.items():
            (fresh / name).write_bytes(octets)
        csv.write_csv(devices_table(paper.audit), str(fresh / "devices.csv"))
        for path in sorted(fresh.iterdir()):
            path.replace(out / path.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return tuple(sorted([*made, "devices.csv"]))


def notice_of(case: Path) -> "tuple[str, Criteria | None]":
    """The digest of what the notice of a case freezes, and its criteria; no bid needs to be there yet."""
    from .evaluation.frozen import notice_digest
    from .feeds.case_folder import read_terms

    _, terms = read_terms(case)
    return notice_digest(terms), terms.criteria


def criteria_forms(case: Path, out: Path, lang: str) -> tuple[list[Path], list[Path]]:
    """Write a blank sheet for each bid and evaluator of a case into `out`; the sheets written, and those that were there and stay."""
    from .feeds.appraisals.forms import blank_sheets

    wanted = {out / name: octets for name, octets in blank_sheets(case, lang)}
    kept = [path for path in wanted if path.exists()]
    written = [path for path in wanted if path not in kept]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
    return written, kept


def check_list(path: Path, mapping: Path | None, lang: str) -> "ListCheck":
    """Check an equipment list as a bidder would, alone."""
    from .feeds.lists.verbs import check_list as check

    return check(path, mapping, lang)


def list_form(lang: str) -> bytes:
    """The blank equipment list, with the kinds and roles of the Japanese pack as choices."""
    from .feeds.lists.verbs import make_form

    return make_form(lang)


def propose_mapping(path: Path) -> str:
    """A column mapping proposed from a list's header row, as commented YAML."""
    from .feeds.lists.verbs import map_list

    return map_list(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked:
    """A case to be published in a form of others: with which judgement's record, as a record of all releases, as which notice."""

    case: "Asked"
    form: "Form"
    out: Path
    record: bool = False
    judged: Path | None = None
    kind: "Kind | None" = None


def export_case(asked: ExportAsked, *, say: Say = quiet) -> dict[str, Any]:
    """Write what may be published of a case today; what was written and what is withheld, as JSON."""
    from .canonical import sha256_hex
    from .engines.embedded.disk import write_durably
    from .feeds.csv_out import unwritable
    from .feeds.exports import verbs

    stages = _publishable(asked, say)
    shown = stages[-1]
    if asked.form == "ocds":
        octets = verbs.ocds_octets(stages, record=asked.record)
    elif asked.form == "gif":
        octets = verbs.gif_octets(shown, asked.kind, as_csv=asked.out.suffix.lower() == ".csv")
    else:
        octets = verbs.rakusatsu_octets(shown)
    try:
        write_durably(asked.out, octets)
    except OSError as error:
        raise unwritable(asked.out) from error
    return {**verbs.summary(asked.form, shown, sha256_hex(octets)), "out": str(asked.out)}


def _publishable(asked: ExportAsked, say: Say) -> "list[Publishable]":
    """The stages of a case that can be told of, the notice first; bids are judged only once they are opened."""
    from dataclasses import replace

    from .desk.judge import judge_case
    from .desk.publish import after_opening, before_opening, check_fresh, day_of, is_opened
    from .engines.embedded.sealed_record import nothing_sealed, sealed_record

    desk = office()
    say("案件を読み込んでいます", "reading the case")
    case = desk.cases.read(asked.case.case)
    day = asked.case.as_of or day_of(case, _SystemClock().today())
    notice = before_opening(case, day)
    if not is_opened(case, day):
        if asked.judged:
            raise nothing_sealed(asked.judged)
        return [notice]
    say("確認と評価をしています", "screening and evaluating")
    judgement = judge_case(desk, case, replace(asked.case, as_of=day))
    check_fresh(judgement)
    record = sealed_record(asked.judged, judgement.digest) if asked.judged else None
    return [notice, after_opening(case, judgement, record)]


def check_awards(path: Path) -> "AwardsRead":
    """Read a file of awards (落札実績) and find every fault in it."""
    from .feeds.award_rows import read_awards

    return read_awards(path)
