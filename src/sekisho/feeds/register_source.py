"""Register sources into editions: a source, its card, and the guard that fails closed (contract: *Register sources and editions*).

A source whose rows or digest are not its card's is truncated: exit 3, and nothing is built.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..faults import Fault, InputRefused, RegisterRefused, fault
from ..register.build import AFFILIATES, COLUMNS, SourceRow, entities_from
from ..register.edition import decode, encode
from ..register.model import CLASSIFICATIONS, DESIGNATES, NAME_KINDS, Edition, SourceCard
from .fields import Fields
from .raw.jail import RawFile, RawJob, read_raw
from .wareki import parse_day

BAND = 10
"""An edition with less than 1/BAND of the entities of `--previous`, or more than BAND times as many, is out of its band."""
SHRINK_LIMIT = 20
"""Percent of the entities of `--previous` that may be gone before the edition is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BareCard:
    """What stands in for a card where a bare CSV is built: `--retrieved-at` and `--good-for`."""

    retrieved_at: date | None
    good_for_days: int | None


def build_edition(sources: Sequence[Path], bare: BareCard, *, previous: Edition | None = None) -> tuple[bytes, Edition]:
    """Read the sources and build the edition's bytes. InputRefused for faulty rows, RegisterRefused for truncated or shrunken sources."""
    faults: list[Fault] = []
    rows: list[SourceRow] = []
    cards: list[SourceCard] = []
    for path, raw in zip(sources, _read([("csv", source) for source in sources], faults), strict=True):
        card = _card(path, bare, faults)
        if card is None:
            continue
        _guard_digest(raw, card)
        if raw.value is None:
            continue
        read = _rows(raw, card, faults)
        _guard_rows(raw, card, len(read))
        cards.append(card)
        rows += read
    if any(not one.warning for one in faults) or not rows:
        raise InputRefused(faults or [_empty(sources)])
    octets = encode(entities_from(rows), tuple(cards))
    edition = decode(octets, label="edition")
    _check_parents(edition)
    if previous is not None:
        _band(edition, previous)
    return octets, edition


def _read(wanted: Sequence[tuple[Any, Path]], faults: list[Fault]) -> tuple[RawFile, ...]:
    answers = read_raw([RawJob(kind=kind, path=path, label=path.name) for kind, path in wanted])
    for answer in answers:
        faults += answer.faults
    return answers


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


def _card(source: Path, bare: BareCard, faults: list[Fault]) -> SourceCard | None:
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
        return SourceCard(path=source.name, title=source.name, retrieved_at=bare.retrieved_at, good_for_days=bare.good_for_days)
    (raw,) = _read([("yaml", beside)], faults)
    if raw.value is None:
        return None
    fields = Fields(file=beside.name, value=raw.value["value"], lines=raw.value["lines"], faults=faults)
    return _card_from(fields, source, bare)


def _card_from(fields: Fields, source: Path, bare: BareCard) -> SourceCard | None:
    retrieved, days, rows = fields.day("retrieved_at"), fields.number("good_for_days"), fields.number("rows")
    retrieved = bare.retrieved_at or retrieved
    good_for = bare.good_for_days if bare.good_for_days is not None else int(days) if days is not None else None
    if retrieved is None or good_for is None:
        fields.wrong("", "card", ("取得日か有効日数がない", "retrieved_at or good_for_days is missing"), ("両方を書く", "write both"))
        return None
    return SourceCard(
        path=fields.text("path", default=source.name),
        format=fields.text("format", default="sekisho-csv"),
        authority=fields.text("authority"),
        title=fields.text("title", default=source.name),
        retrieved_at=retrieved,
        good_for_days=good_for,
        rows=None if rows is None else int(rows),
        sha256=fields.text("sha256").lower(),
        classification=fields.choice("classification", CLASSIFICATIONS, default="public"),
        demo=bool(fields.yes("demo")),
    )


def _rows(raw: RawFile, card: SourceCard, faults: list[Fault]) -> list[SourceRow]:
    table, lines = raw.value["rows"], raw.value["lines"]
    header = [cell.strip().lower() for cell in table[0]] if table else []
    unknown = [cell for cell in header if cell not in COLUMNS]
    missing = [column for column in ("entity", "name") if column not in header]
    if missing or unknown:
        faults.append(
            fault(
                raw.label,
                "register.columns",
                where="line 1",
                what=(
                    f"列が合わない(不足: {missing or '-'}、不明: {unknown or '-'})",
                    f"columns do not fit (missing: {missing or '-'}, unknown: {unknown or '-'})",
                ),
                remedy=("列名を直す: " + ",".join(COLUMNS), "use the columns " + ",".join(COLUMNS)),
            )
        )
        return []
    found = []
    for cells, line in zip(table[1:], lines[1:], strict=True):
        if any(cell.strip() for cell in cells):
            row = _row(
                {column: cell.strip() for column, cell in zip(header, cells, strict=False)},
                len(cells) - len(header),
                f"line {line}",
                raw,
                card,
                faults,
            )
            if row is not None:
                found.append(row)
    return found


def _row(cells: Mapping[str, str], extra: int, where: str, raw: RawFile, card: SourceCard, faults: list[Fault]) -> SourceRow | None:
    wrong: list[tuple[str, str, str]] = []
    if extra > 0:
        wrong.append(("too-many-cells", "列の数より値が多い", "the row has more cells than columns"))
    for column in ("entity", "name"):
        if not cells.get(column):
            wrong.append((f"{column}-missing", f"{column} が空である", f"{column} is empty"))
    for column, allowed in (
        ("designates", DESIGNATES),
        ("affiliates", tuple(AFFILIATES)),
        ("classification", CLASSIFICATIONS),
        ("name_kind", (*NAME_KINDS, "product", "label")),
    ):
        if cells.get(column) and cells[column] not in allowed:
            listed = ", ".join(word for word in allowed if word)
            wrong.append((column, f"{column} の値「{cells[column]}」は使えない({listed})", f"{column} `{cells[column]}` is not one of {listed}"))
    if bool(cells.get("scheme")) != bool(cells.get("identifier")):
        wrong.append(("identifier", "scheme と identifier は両方書く", "scheme and identifier go together"))
    days: dict[str, date | None] = {}
    for column in ("effective_from", "effective_to"):
        try:
            days[column] = parse_day(cells[column]) if cells.get(column) else None
        except ValueError as error:
            wrong.append((column, f"{column} を日付として読めない({error})", f"{column} is not a date ({error})"))
    for code, ja, en in wrong:
        faults.append(fault(raw.label, f"register.{code}", where=where, what=(ja, en), remedy=("行を直す", "mend the row")))
    if wrong:
        return None
    return SourceRow(cells=cells, effective_from=days["effective_from"], effective_to=days["effective_to"], where=where, card=card)


def _guard_digest(raw: RawFile, card: SourceCard) -> None:
    """The source's bytes must be what its card says, before anything in them is believed."""
    if card.sha256 and raw.octets and raw.digest != card.sha256:
        raise _unlike_card(
            raw, "digest", f"内容が出典カードの sha256 と異なる({raw.digest[:12]}…)", f"its digest {raw.digest[:12]}… is not its card's"
        )


def _guard_rows(raw: RawFile, card: SourceCard, rows: int) -> None:
    if card.rows is not None and rows != card.rows:
        raise _unlike_card(
            raw, "truncated", f"{rows}行しか読めず、出典カードの{card.rows}行と異なる", f"it has {rows} rows and its card says {card.rows}"
        )


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


def _band(edition: Edition, previous: Edition) -> None:
    """Lists shrink by accident: too many entities gone at once is refused, and so is a list of another size altogether."""
    gone = [entity for entity in previous.entities if entity not in edition.entities]
    before, now = len(previous.entities), len(edition.entities)
    if len(gone) * 100 > SHRINK_LIMIT * before or now > BAND * before:
        raise RegisterRefused(
            [
                fault(
                    "edition",
                    "register.out-of-band",
                    what=(
                        f"前の版の{before}件のうち{len(gone)}件がなくなっている(今回{now}件)",
                        f"{len(gone)} of the previous {before} entities are gone (now {now})",
                    ),
                    remedy=(
                        "取得し直す。本当に減ったのなら --previous を付けずに作り、差分に署名を得る",
                        "retrieve it again; if it did shrink, build without --previous and have the diff signed",
                    ),
                    shown=", ".join(gone[:5]),
                )
            ]
        )
