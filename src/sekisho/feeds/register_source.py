"""Register sources into editions: sources, their cards, and the guard that fails closed (contract: *Register sources and editions*).

A source whose rows or digest are not its card's is truncated: exit 3, and nothing is built. The formats are read in `registers/`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..faults import Fault, InputRefused, RegisterRefused, fault
from ..register.build import SourceRow, entities_from, named_in_public
from ..register.edition import decode, encode
from ..register.guard import out_of_band
from ..register.layers import public_octets
from ..register.model import CLASSIFICATIONS, Edition, SourceCard
from ..register.provenance import caveats, levels
from .fields import Fields
from .raw.jail import RawFile, RawJob, read_raw, without_collection
from .registers.formats import FORMATS
from .registers.reading import Reading, Retrieved

_PLAIN_NAME = re.compile(r"[^/\\:\0]{1,200}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BareCard:
    """What stands in for a card where a bare CSV is built: `--retrieved-at` and `--good-for`."""

    retrieved_at: date | None
    good_for_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An edition, its file's bytes, and what its readers warn of (rows left out, names taken as weak)."""

    octets: bytes
    edition: Edition
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A source to read: its card, the files beside it with their digests, and whether persons are wanted."""

    path: Path
    card: SourceCard
    also: tuple[tuple[Path, str], ...] = ()
    persons: bool = False

    def jobs(self) -> list[RawJob]:
        kind = FORMATS[self.card.format].kind(self.path)
        return [RawJob(kind=kind, path=path, label=path.name) for path in (self.path, *(path for path, _ in self.also))]

    def cards(self) -> tuple[SourceCard, ...]:
        """The card, and one of its own for each file beside it: the edition tells every file that it was made of."""
        beside = (replace(self.card, path=path.name, title=path.name, rows=None, sha256=digest) for path, digest in self.also)
        return (self.card, *beside)


def build_edition(sources: Sequence[Path], bare: BareCard, *, previous: Edition | None = None, layer: str = "full") -> Built:
    """Read the sources and build the edition, or its public layer. InputRefused for faulty rows, RegisterRefused for a cut or shrunken source."""
    faults: list[Fault] = []
    with without_collection():
        rows, cards = _rows(sources, bare, faults)
        if any(not one.warning for one in faults) or not rows:
            raise InputRefused(faults or [_empty(sources)])
        _check_bare_names(rows)
        octets = encode(entities_from(rows), cards)
        edition = decode(octets, label="edition")
        if layer == "public":
            octets = public_octets(edition)
            edition = decode(octets, label="edition")
    _check_parents(edition)
    shrunken = out_of_band(edition, previous) if previous is not None else ()
    if shrunken:
        raise RegisterRefused(shrunken)
    return Built(octets=octets, edition=edition, warnings=tuple(faults))


def _check_bare_names(rows: Sequence[SourceRow]) -> None:
    """InputRefused where a public name alone would stand in the public layer as restricted, because what is designated is protected."""
    bare = named_in_public(rows)
    if bare:
        raise InputRefused(
            [
                fault(
                    "edition",
                    "register.bare-public-name",
                    where=entity,
                    what=(
                        "公開の行が名称だけを述べ、指定は要保護の行にある",
                        "its public rows state its name alone, and what is designated stands in protected rows",
                    ),
                    remedy=(
                        "名称の行も要保護とするか、公開の行に designates: none と書く",
                        "make the rows with its name protected as well, or write designates none in the public ones",
                    ),
                )
                for entity in bare
            ]
        )


def _rows(sources: Sequence[Path], bare: BareCard, faults: list[Fault]) -> tuple[list[SourceRow], tuple[SourceCard, ...]]:
    """The rows of all sources, each guarded by its card before the next is believed, and the cards."""
    rows: list[SourceRow] = []
    cards: list[SourceCard] = []
    wanted = [one for path in sources if (one := _wanted(path, bare, faults)) is not None]
    for one, files in _retrieved(wanted, faults):
        _guard_digests(one, files)
        reading = _read(one, files)
        faults += reading.faults()
        if files[0].value is None or all(raw.value is not None for raw in files):
            _guard_rows(files[0], one.card, reading)
        cards += one.cards()
        rows += reading.rows
    return rows, tuple(cards)


def _retrieved(wanted: Sequence[_Wanted], faults: list[Fault]) -> Iterator[tuple[_Wanted, list[RawFile]]]:
    """Every source with its files, read in one go; what was found wrong in a file joins the faults."""
    answers = iter(read_raw([job for one in wanted for job in one.jobs()]))
    for one in wanted:
        files = [next(answers) for _ in one.jobs()]
        for raw in files:
            faults += raw.faults
        yield one, files


def _read(one: _Wanted, files: Sequence[RawFile]) -> Reading:
    """What the format's reader makes of the files; nothing where one of them could not be read."""
    main, *also = files
    reading = Reading.of(Retrieved(card=one.card, raw=main, also=tuple(also), persons=one.persons))
    if all(raw.value is not None for raw in files):
        FORMATS[one.card.format].read(reading)
    return reading


def _empty(sources: Sequence[Path]) -> Fault:
    return fault(
        ", ".join(path.name for path in sources) or "register build",
        "register.empty",
        what=("行が一つもない", "there is not a single row"),
        remedy=("取得し直す", "retrieve the source again"),
    )


def card_path(source: Path) -> Path | None:
    """The card beside a source: `<name>.card.yaml` or `<name>.yaml`."""
    for name in (f"{source.stem}.card.yaml", f"{source.name}.card.yaml", f"{source.stem}.yaml", f"{source.name}.yaml"):
        if (source.parent / name).is_file():
            return source.parent / name
    return None


def _wanted(source: Path, bare: BareCard, faults: list[Fault]) -> _Wanted | None:
    beside = card_path(source)
    if beside is None:
        if bare.retrieved_at is None or bare.good_for_days is None:
            faults.append(
                fault(
                    source.name,
                    "register.no-card",
                    what=("出典カードがなく、取得日も有効日数も指定されていない", "there is no source card, nor --retrieved-at and --good-for"),
                    remedy=(
                        f"{source.stem}.card.yaml を置くか、--retrieved-at と --good-for を付ける",
                        f"add {source.stem}.card.yaml, or pass both options",
                    ),
                )
            )
            return None
        bare_card = SourceCard(path=source.name, title=source.name, retrieved_at=bare.retrieved_at, good_for_days=bare.good_for_days)
        return _Wanted(path=source, card=bare_card)
    (raw,) = read_raw([RawJob(kind="yaml", path=beside, label=beside.name)])
    faults += raw.faults
    if raw.value is None:
        return None
    fields = Fields(file=beside.name, value=raw.value["value"], lines=raw.value["lines"], faults=faults)
    card = _card_from(fields, source, bare)
    also = _also(fields, source)
    persons = bool(fields.yes("persons"))
    return None if card is None or also is None else _Wanted(path=source, card=card, also=also, persons=persons)


def _card_from(fields: Fields, source: Path, bare: BareCard) -> SourceCard | None:
    retrieved, days, rows = fields.day("retrieved_at"), fields.number("good_for_days"), fields.number("rows")
    retrieved = bare.retrieved_at or retrieved
    good_for = bare.good_for_days if bare.good_for_days is not None else int(days) if days is not None else None
    if retrieved is None or good_for is None:
        fields.wrong("", "card", ("取得日か有効日数がない", "retrieved_at or good_for_days is missing"), ("両方を書く", "write both"))
        return None
    named = fields.choice("format", tuple(FORMATS), default="sekisho-csv")
    return SourceCard(
        path=fields.text("path", default=source.name),
        format=named,
        authority=fields.text("authority", default=FORMATS[named].authority),
        title=fields.text("title", default=source.name),
        retrieved_at=retrieved,
        good_for_days=good_for,
        rows=None if rows is None else int(rows),
        sha256=fields.text("sha256").lower(),
        classification=fields.choice("classification", CLASSIFICATIONS, default="public"),
        demo=bool(fields.yes("demo")),
        said_by=fields.text("said_by"),
        said_at=fields.day("said_at"),
        level=_held_level(fields),
        caveat=fields.choice("caveat", ("", *caveats()), default=""),
    )


def _held_level(fields: Fields) -> str:
    """The level that the card states; a fault where this software may not hold such information at all."""
    level = fields.choice("level", ("", *levels()), default="")
    if level and not levels()[level].held:
        fields.wrong(
            "level",
            "level-not-held",
            ("この区分の情報は登録簿に載せられない", "information of this level may not be entered here"),
            ("その情報を扱える仕組みに置く", "keep it where such information may be kept"),
            level,
        )
    return level


def _also(fields: Fields, source: Path) -> tuple[tuple[Path, str], ...] | None:
    """The files beside the source, each with the digest that it must have; None, and a fault, where that is not so."""
    names = fields.texts("also") or ()
    digests = tuple(one.lower() for one in fields.texts("also_sha256") or ())
    companions = FORMATS[fields.choice("format", tuple(FORMATS), default="sekisho-csv")].companions if names else True
    if not companions or any(not _PLAIN_NAME.fullmatch(name) or name in (".", "..", source.name) for name in names):
        fields.wrong(
            "also",
            "also",
            ("also に書けない名前か、also を使わない format である", "a name that `also` does not take, or a format that has no other files"),
            ("同じフォルダのファイル名だけを書く", "write names of files in the same folder, without a path"),
        )
        return None
    if len(digests) != len(names) or not all(_SHA256.fullmatch(one) for one in digests):
        fields.wrong(
            "also_sha256",
            "also-digest",
            ("also のファイルと同じ数の sha256 がない", "there is not one sha256 for each file in `also`"),
            ("also と同じ順に also_sha256 を書く", "write `also_sha256`, in the order of `also`"),
        )
        return None
    return tuple((source.parent / name, digest) for name, digest in zip(names, digests, strict=True))


def _guard_digests(one: _Wanted, files: Sequence[RawFile]) -> None:
    """The bytes must be what the card says, before anything in them is believed."""
    for raw, stated in zip(files, (one.card.sha256, *(digest for _, digest in one.also)), strict=True):
        if stated and raw.octets and raw.digest != stated:
            said = f"内容が出典カードの sha256 と異なる({raw.digest[:12]}…)", f"its digest {raw.digest[:12]}… is not its card's"
            raise _unlike_card(raw, "digest", *said)


def _guard_rows(raw: RawFile, card: SourceCard, reading: Reading) -> None:
    """As many whole rows as the card says. A file that cannot be read at all, because it breaks off, does not have them either."""
    if card.rows is None or not raw.digest:
        return
    if reading.count != card.rows:
        said = f"{reading.count}行しか読めず、出典カードの{card.rows}行と異なる", f"it has {reading.count} rows and its card says {card.rows}"
    elif _breaks_off(raw, reading):
        said = "最後の行が途中で切れている", "its last row breaks off"
    else:
        return
    refusal = _unlike_card(raw, "truncated", *said)
    raise RegisterRefused((*refusal.faults, *raw.faults, *reading.faults()))


def _breaks_off(raw: RawFile, reading: Reading) -> bool:
    """Whether a table ends in a faulty row without the end of a line: the rest of the row was lost."""
    lines = raw.value.get("lines") if isinstance(raw.value, dict) else None
    if not lines or raw.octets.endswith((b"\n", b"\r", b"\x1a")):
        return False
    return any(not one.warning and one.file == raw.label and one.where == f"line {lines[-1]}" for one in reading.faults())


def _unlike_card(raw: RawFile, code: str, ja: str, en: str) -> RegisterRefused:
    remedy = ("取得し直し、意図した変更なら出典カードを改める", "retrieve it again; if the change is meant, renew its card")
    return RegisterRefused([fault(raw.label, f"register.{code}", what=(ja, en), remedy=remedy)])


def _check_parents(edition: Edition) -> None:
    unknown = [entity for entity in edition.entities.values() if entity.parent and entity.parent not in edition.entities]
    if unknown:
        raise InputRefused(
            [
                fault(
                    "edition",
                    "register.parent-unknown",
                    where=entity.id,
                    what=("parent の者が版にない", "its parent is not in the edition"),
                    remedy=("親の行を加えるか、parent を空にする", "add the parent's row, or leave parent blank"),
                    shown=entity.parent,
                )
                for entity in unknown
            ]
        )
