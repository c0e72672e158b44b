"""Damaged, spoofed and cross-script variants of each entity of the statutory register are alerted, and the known traps are not.

The register is screened with the compiled index, as `sekisho match` and the screening of a list do. Floors are what was measured, a little lowered;
what is not reached is said beside them. `name_variants` makes the variants, `cases/names/traps.yaml` holds the traps.
"""

import csv
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from name_variants import KINDS, changed

from sekisho.engines.embedded.name_index import NameIndex
from sekisho.feeds.register_source import BareCard, build_edition
from sekisho.names import Prepared, compare_prepared, prepare
from sekisho.register.lookup import Lookup
from sekisho.register.matching import EveryName
from sekisho.register.model import LABEL, Edition
from sekisho.terms import Party

ROOT = Path(__file__).resolve().parents[2]
FILES = ("section-889", "section-5949", "fcc-covered-list")
EDITION = "src/sekisho/samples/889/edition"
OF_889: Mapping[str, Sequence[str]] = {
    "router": ("huawei", "zte", "hisilicon", "huawei-japan"),
    "network camera": ("hytera", "hikvision", "dahua", "ezviz", "hikvision-japan", "imou"),
}
"""What the statute covers of whom, its affiliates taken in."""
PROVING_NOTHING_ALONE = ("weak", "acronym")
SOME = 40
"""Names that are held against every name of the register besides, one by one."""
EVERY = 5
"""Every fifth variant is asked whether it alerts others."""
MOST_WRONG = 0.002
"""The most of those that may alert an unrelated entity besides. Not reached: none; a name written character by character still meets another."""

FLOORS: Mapping[str, float] = {
    "case": 0.99,
    "one typo": 0.98,
    "two typos": 0.9,
    "form dropped": 0.99,
    "form swapped": 0.99,
    "reordered": 0.98,
    "spaces lost": 0.98,
    "spaces put": 0.99,
    "punctuation": 0.99,
    "full width": 0.99,
    "half width": 0.95,
    "spoofed letters": 0.99,
    "hidden characters": 0.99,
    "turned around": 0.99,
    "other writing": 0.99,
    "place dropped": 0.98,
    "kana habits": 0.97,
    "japanese form": 0.99,
}
"""The least share of a kind's variants whose own entity is alerted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A name of the register, ready to be compared."""

    entity: str
    name: Prepared
    kind: str


@functools.cache
def edition() -> Edition:
    folder = ROOT / "registers" / "us-statutory"
    built = build_edition([folder / f"{name}.csv" for name in FILES], BareCard(retrieved_at=None, good_for_days=None))
    return built.edition


@functools.cache
def index() -> NameIndex:
    return NameIndex.build(edition())


def rows() -> Iterator[Row]:
    """Every name of the register; one that labels a thing or a place names nobody."""
    for entity in edition().entities.values():
        for known in entity.names:
            if known.kind != LABEL:
                yield Row(entity=entity.id, name=prepare(known.name), kind=known.kind if known.kind in PROVING_NOTHING_ALONE else "")


def alerted(names: Sequence[str]) -> list[set[str]]:
    """For each name the entities that screening it shows."""
    return [{hit.entity for hit in hits if hit.alert} for hits in index().match(names)]


def alerted_one_by_one(name: str) -> set[str]:
    asked = prepare(name)
    return {row.entity for row in rows() if compare_prepared(asked, row.name, kind=row.kind).stands_out}


def variants(kind: str) -> list[tuple[str, str]]:
    """(entity, variant) for every name that proves something by itself."""
    return [
        (entity.id, variant)
        for entity in edition().entities.values()
        for known in entity.names
        if known.kind not in (LABEL, *PROVING_NOTHING_ALONE)
        for variant in changed(kind, known.name)
    ]


def related(entity: str) -> set[str]:
    """The entity, those above it, and everyone below those: a sister's name may well hold the brand."""
    top = [one.id for one in (edition().entities[entity], *edition().lineage(entity))][-1]
    return {one.id for one in edition().entities.values() if one.id == top or top in {above.id for above in edition().lineage(one.id)}}


@functools.cache
def traps() -> Any:
    return yaml.safe_load((ROOT / "cases" / "names" / "traps.yaml").read_text(encoding="utf-8"))


def test_the_register_names_seventy_entities_in_more_than_three_hundred_rows() -> None:
    assert len({row.entity for row in rows()}) > 60
    assert len(index()) == len(list(rows())) > 300


@pytest.mark.parametrize("kind", KINDS)
def test_a_variant_of_a_statutory_name_is_alerted(kind: str) -> None:
    made = variants(kind)
    found = alerted([variant for _, variant in made])
    missed = [variant for (entity, variant), shown in zip(made, found, strict=True) if entity not in shown]
    assert len(made) > 20
    assert 1 - len(missed) / len(made) >= FLOORS[kind], missed[:20]


def test_a_variant_of_one_maker_alerts_no_other_maker() -> None:
    made = [one for kind in KINDS for one in variants(kind)][::EVERY]
    found = alerted([variant for _, variant in made])
    wrong = {variant: others for (entity, variant), shown in zip(made, found, strict=True) if (others := shown - related(entity))}
    assert len(made) > 1_000
    assert len(wrong) <= len(made) * MOST_WRONG, dict(list(wrong.items())[:40])


def test_the_index_shows_what_comparing_with_every_name_shows() -> None:
    every = [variant for kind in KINDS for _, variant in variants(kind)]
    asked = every[:: len(every) // SOME] + [name for group in traps()["unrelated"] for name in group["names"][:2]]
    assert len(asked) > SOME
    assert alerted(asked) == [alerted_one_by_one(name) for name in asked]


def test_every_name_of_the_register_alerts_its_own_entity() -> None:
    proving = [row for row in rows() if not row.kind]
    found = alerted([row.name.name for row in proving])
    assert [row.name.name for row, shown in zip(proving, found, strict=True) if row.entity not in shown] == []


def test_an_abbreviation_and_a_weak_name_prove_nothing_alone_and_equal_they_are_possible() -> None:
    weak = [row for row in rows() if row.kind]
    asked = [Party(name=row.name.name) for row in weak]
    assert {row.name.name for row in weak} >= {"HYT", "Lorex"}
    assert not any(compare_prepared(row.name, row.name, kind=row.kind).alert for row in weak)
    for row, shown in zip(weak, Lookup(edition(), EveryName(edition())).lookup(asked), strict=True):
        assert "possible" in {hit.relation for hit in shown.hits if hit.entity.id == row.entity}, row.name.name


def of(section: str) -> list[Any]:
    """The groups of a section of the traps, one parameter each: kind, names."""
    groups: Sequence[Mapping[str, Any]] = traps()[section]
    return [pytest.param(group["kind"], tuple(group["names"]), id=f"{group['kind']} ({place})") for place, group in enumerate(groups)]


@pytest.mark.parametrize(("kind", "names"), of("unrelated"))
def test_a_trap_alerts_nothing_in_the_register(kind: str, names: tuple[str, ...]) -> None:
    caught = {name: found for name, found in zip(names, alerted(names), strict=True) if found}
    assert not caught, kind


@pytest.mark.parametrize(("kind", "names"), of("apart"))
def test_two_companies_are_two_whichever_the_register_holds(kind: str, names: tuple[str, ...]) -> None:
    one, other = (prepare(name) for name in names)
    assert not compare_prepared(one, other).alert
    assert not compare_prepared(other, one).alert


@pytest.mark.parametrize("entity", traps()["alerted"])
def test_what_people_write_for_a_maker_is_alerted(entity: str) -> None:
    names = traps()["alerted"][entity]
    missed = [name for name, found in zip(names, alerted(names), strict=True) if entity not in found]
    assert missed == []


def test_the_traps_say_where_they_come_from() -> None:
    assert traps()["source"] and traps()["retrieved_at"]
    assert {"unrelated", "apart", "alerted"} < set(traps())
    assert set(traps()["alerted"]) <= set(edition().entities)
    assert sum(len(group["names"]) for group in traps()["unrelated"]) > 100


def _case(folder: Path, makers: Sequence[tuple[str, str]]) -> Path:
    """A case under section 889 with one bid: a line for each (kind, maker), for the security of a Government facility."""
    bid = folder / "case" / "bids" / "A"
    bid.mkdir(parents=True)
    tender = {"id": "T", "title": "T", "agency": "Example Administration", "notice_date": "2026-03-02", "policy": "us-889", "stage": "list"}
    (folder / "case" / "tender.yaml").write_text(yaml.safe_dump({"register": str(ROOT / EDITION), "tender": tender}), encoding="utf-8")
    about = {"bid": {"id": "A", "bidder": {"name": "Example Networks", "country": "US"}}, "list": "list.csv"}
    (bid / "bid.yaml").write_text(yaml.safe_dump(about), encoding="utf-8")
    lines = [(str(at), kind, maker, f"M-{at}", "1", "government-facility-security") for at, (kind, maker) in enumerate(makers, start=1)]
    with (bid / "list.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("Line", "Kind", "Manufacturer", "Model", "Quantity", "Purpose"), *lines])
    return folder / "case"


def test_a_list_that_names_the_makers_otherwise_is_not_clear_and_one_of_near_names_is(sekisho: Any, tmp_path: Path) -> None:
    """Through the command line, as an officer screens a list."""
    restricted = [
        (kind, name)
        for kind, entities in OF_889.items()
        for entity in entities
        for name in traps()["alerted"][entity]
        if entity in alerted([name])[0]
    ]
    strange = [name for group in traps()["unrelated"] for name in group["names"]]
    near = [("router", name) for name, found in zip(strange, alerted(strange), strict=True) if not found]
    ran = sekisho("screen", _case(tmp_path, [*restricted, *near]), "--as-of", "2026-11-22", "--json")
    assert ran.code == 1, ran.err
    (bid,) = ran.json["bids"]
    told = {item["maker"]: {one["verdict"] for one in item["findings"] if one["rule"] == "MAKER"} for item in bid["items"]}
    assert len(restricted) > 60 and len(near) > 80
    assert [name for _, name in restricted if not told[name] & {"refer", "bar"}] == []
    assert [name for _, name in near if "bar" in told[name]] == []
    assert [name for _, name in near if "refer" in told[name]] == ["Hua Wei"]  # letter for letter a brand but for its space: asked, as a maker
