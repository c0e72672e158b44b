"""Decisions on alerts never rot: exactly the material changes reopen them, all of them end, and nobody suppresses alone."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nouns
from sekisho.engines.embedded.keys import KeyPair
from sekisho.faults import InputRefused
from sekisho.findings import Decision, Finding, Matter, Verdict
from sekisho.ledger.signed_note import SignedNote
from sekisho.register.keyring import Keyholder, Keyring
from sekisho.register.lookup import Hit, Lookup
from sekisho.register.model import Designation, Edition, Entity, NamedAs
from sekisho.screening.alert_reasons import reasons
from sekisho.screening.alerts import AlertDecision, CheckedNote, approved_by_matter, check_notes, key_label, parse_decision
from sekisho.screening.facts import Facts, Line, gather
from sekisho.screening.matter import Met, matter_of
from sekisho.screening.screen import screen
from sekisho.tenders.alerts import AlertNote
from sekisho.tenders.model import EquipmentItem
from sekisho.terms import Identifier, Party

AT = date(2026, 6, 10)
PARENT = nouns.row("p", "鷺潭集団", country="CN")
ENTRY = nouns.row(
    "e", "鷺潭通信技術有限公司", country="CN", parent="p", scheme="X", identifier="1", designates="entity", authority="JP-DECISION", clause="1",
    affiliates="included", effective_from="2020-01-01",
)  # fmt: skip
OTHER = nouns.row("z", "無関係科技", country="CN")
GIVEN = {"subject_identifier": "X:2", "subject_country": "JP", "differs_in": "所在地", "document": "0" * 64}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All that an alert may rest on."""

    met: Met
    edition: Edition
    facts: Facts


def world() -> World:
    maker = nouns.party("鷺潭通信技術有限公司", ("X", "1"), ("Y", "7"), country="CN")
    items = tuple(
        nouns.item(
            number, maker, model="AB-1", name="無線装置", version="1.0", purpose="業務", role="一般", origin="CN", place="本省", supplier="乙社",
            cloud_region="東京", remarks="",
        )
        for number in ("1", "2")
    )  # fmt: skip
    items = (items[0], replace(items[1], model="AB-2"))
    basis = nouns.basis(PARENT, ENTRY, OTHER)
    (facts,) = gather(nouns.submission(nouns.bid(*items)), basis, as_of=nouns.JUDGED)
    entity = basis.edition.entities["e"]
    met = Met(
        rule="MAKER", trigger="maker", party=maker, lines=facts.lines, about={"component": "基板 Z"},
        hit=Hit(entity=entity, relation="same", by=entity.names[0]), certainty="same", verdict=Verdict.BAR,
    )  # fmt: skip
    return World(met=met, edition=basis.edition, facts=facts)


BASE = world()


class Bare(Lookup):
    """A look-up of which only the edition is asked, so that ten thousand of them cost nothing."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition


def matter(of: World) -> Matter:
    facts = replace(of.facts, basis=replace(of.facts.basis, lookup=Bare(of.edition)))
    return matter_of(facts, replace(of.met, hit=replace(of.met.hit, entity=of.edition.entities["e"])))


def with_item(of: World, change: Callable[[EquipmentItem], EquipmentItem]) -> World:
    first, *rest = of.met.lines
    return replace(of, met=replace(of.met, lines=(Line(item=change(first.item), kind=first.kind, purpose=first.purpose), *rest)))


def with_party(of: World, change: Callable[[Party], Party]) -> World:
    return replace(of, met=replace(of.met, party=change(of.met.party)))


def with_entity(of: World, change: Callable[[Entity], Entity], which: str = "e") -> World:
    entities = {**of.edition.entities, which: change(of.edition.entities[which])}
    return replace(of, edition=replace(of.edition, entities=entities, digest=random.Random(str(entities)).randbytes(32).hex()))


def with_designation(of: World, change: Callable[[Designation], Designation]) -> World:
    return with_entity(of, lambda one: replace(one, designations=(change(one.designations[0]), *one.designations[1:])))


def with_name(of: World, change: Callable[[NamedAs], NamedAs]) -> World:
    return with_entity(of, lambda one: replace(one, names=(change(one.names[0]), *one.names[1:])))


def pack_with(of: World, **change: str) -> World:
    return replace(of, facts=replace(of.facts, basis=replace(of.facts.basis, pack=replace(of.facts.basis.pack, **change))))


def wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def spaced(text: str) -> str:
    return f"  {text.replace(' ', '  ')} "


Mutation = Callable[[World, random.Random], World]
ITEM_WORDS = ("kind", "model", "name", "version", "purpose", "role", "origin", "place", "cloud_region")


def word(chance: random.Random) -> str:
    return f"別{chance.randrange(10**9)}"


def day(chance: random.Random) -> date:
    return date(1990, 1, 1) + timedelta(days=chance.randrange(9_000))


def _item_word(key: str) -> Mutation:
    return lambda of, chance: with_item(of, lambda item: replace(item, **{key: word(chance)}))


MATERIAL: dict[str, Mutation] = {
    **{f"item.{key}": _item_word(key) for key in ITEM_WORDS},
    "item.maker": lambda of, chance: with_item(of, lambda item: replace(item, maker=nouns.party(word(chance)))),
    "item.maker none": lambda of, chance: with_item(of, lambda item: replace(item, maker=None)),
    "item.supplier": lambda of, chance: with_item(of, lambda item: replace(item, supplier=nouns.party(word(chance)))),
    "line more": lambda of, chance: replace(
        of, met=replace(of.met, lines=(*of.met.lines, Line(item=nouns.item("9", model=word(chance)), kind=None, purpose="")))
    ),
    "line fewer": lambda of, chance: replace(of, met=replace(of.met, lines=of.met.lines[:1])),
    "party.name": lambda of, chance: with_party(of, lambda party: replace(party, name=word(chance))),
    "party.legal form": lambda of, chance: with_party(of, lambda party: replace(party, name=f"{party.name} Inc.")),
    "party.country": lambda of, chance: with_party(of, lambda party: replace(party, country=chance.choice(["JP", "US", ""]))),
    "party.number": lambda of, chance: with_party(
        of, lambda party: replace(party, identifiers=(Identifier(scheme="X", value=word(chance)), *party.identifiers[1:]))
    ),
    "party.number more": lambda of, chance: with_party(
        of, lambda party: replace(party, identifiers=(*party.identifiers, Identifier(scheme="Z", value=word(chance))))
    ),
    "component": lambda of, chance: replace(of, met=replace(of.met, about={"component": word(chance)})),
    "betrayed": lambda of, chance: replace(of, met=replace(of.met, about={**of.met.about, "betrayed": word(chance)})),
    "rule": lambda of, chance: replace(of, met=replace(of.met, rule=word(chance))),
    "trigger": lambda of, chance: replace(of, met=replace(of.met, trigger=word(chance))),
    "certainty": lambda of, chance: replace(of, met=replace(of.met, certainty="possible")),
    "verdict": lambda of, chance: replace(of, met=replace(of.met, verdict=Verdict.REFER)),
    "policy": lambda of, chance: pack_with(of, id=word(chance)),
    "policy version": lambda of, chance: pack_with(of, version=word(chance)),
    "entry.name": lambda of, chance: with_name(of, lambda one: replace(one, name=word(chance))),
    "entry.name kind": lambda of, chance: with_name(of, lambda one: replace(one, kind="weak")),
    "entry.alias": lambda of, chance: with_entity(of, lambda one: replace(one, names=(*one.names, replace(one.names[0], name=word(chance))))),
    "entry.country": lambda of, chance: with_entity(of, lambda one: replace(one, country=chance.choice(["JP", "US"]))),
    "entry.parent": lambda of, chance: with_entity(of, lambda one: replace(one, parent="z")),
    "entry.number": lambda of, chance: with_entity(of, lambda one: replace(one, identifiers=(Identifier(scheme="X", value=word(chance)),))),
    "entry.withdrawn": lambda of, chance: with_entity(of, lambda one: replace(one, designations=())),
    "parent.name": lambda of, chance: with_entity(of, lambda one: replace(one, names=(replace(one.names[0], name=word(chance)),)), "p"),
    "parent.number": lambda of, chance: with_entity(of, lambda one: replace(one, identifiers=(Identifier(scheme="Q", value=word(chance)),)), "p"),
    "designation.authority": lambda of, chance: with_designation(of, lambda one: replace(one, authority=word(chance))),
    "designation.clause": lambda of, chance: with_designation(of, lambda one: replace(one, clause=word(chance))),
    "designation.covers": lambda of, chance: with_designation(of, lambda one: replace(one, covers=(*one.covers, word(chance)))),
    "designation.purposes": lambda of, chance: with_designation(of, lambda one: replace(one, purposes=(*one.purposes, word(chance)))),
    "designation.affiliates": lambda of, chance: with_designation(of, lambda one: replace(one, affiliates="excluded")),
    "designation.models": lambda of, chance: with_designation(of, lambda one: replace(one, models=(word(chance),))),
    "designation.start": lambda of, chance: with_designation(of, lambda one: replace(one, period=replace(one.period, start=day(chance)))),
    "designation.end": lambda of, chance: with_designation(of, lambda one: replace(one, period=replace(one.period, end=day(chance)))),
    "designation.classification": lambda of, chance: with_designation(of, lambda one: replace(one, classification="protected")),
    "designation.unverified": lambda of, chance: with_designation(
        of, lambda one: replace(one, source=replace(one.source, verified=not one.source.verified))
    ),
}  # fmt: skip
COSMETIC: dict[str, Mutation] = {
    "item.line": lambda of, chance: with_item(of, lambda item: replace(item, line=word(chance))),
    "item.where": lambda of, chance: with_item(of, lambda item: replace(item, where=word(chance))),
    "item.quantity": lambda of, chance: with_item(of, lambda item: replace(item, quantity=nouns.Fraction(chance.randrange(1, 999)))),
    "item.remarks": lambda of, chance: with_item(of, lambda item: replace(item, remarks=word(chance))),
    "item.model wide": lambda of, chance: with_item(of, lambda item: replace(item, model=wide(item.model))),
    "item.model case": lambda of, chance: with_item(of, lambda item: replace(item, model=item.model.swapcase())),
    "item.name spaces": lambda of, chance: with_item(of, lambda item: replace(item, name=spaced(item.name))),
    "lines turned round": lambda of, chance: replace(of, met=replace(of.met, lines=of.met.lines[::-1])),
    "line twice": lambda of, chance: replace(of, met=replace(of.met, lines=(*of.met.lines, of.met.lines[0]))),
    "party.spaces": lambda of, chance: with_party(of, lambda party: replace(party, name=spaced(party.name))),
    "party.numbers turned round": lambda of, chance: with_party(of, lambda party: replace(party, identifiers=party.identifiers[::-1])),
    "component wide": lambda of, chance: replace(of, met=replace(of.met, about={**of.met.about, "component": wide(of.met.about["component"])})),
    "about.line": lambda of, chance: replace(of, met=replace(of.met, about={**of.met.about, "line": word(chance), "bid": word(chance)})),
    "edition digest": lambda of, chance: replace(of, edition=replace(of.edition, digest=f"{chance.randrange(16**64):064x}")),
    "other entry": lambda of, chance: with_entity(of, lambda one: replace(one, country="JP", names=(replace(one.names[0], name=word(chance)),)), "z"),
    "entry more": lambda of, chance: replace(
        of, edition=replace(of.edition, entities={**of.edition.entities, word(chance): of.edition.entities["z"]})
    ),
    "names turned round": lambda of, chance: with_entity(of, lambda one: replace(one, names=one.names[::-1])),
    "source.retrieved": lambda of, chance: with_designation(of, lambda one: replace(one, source=replace(one.source, retrieved_at=day(chance)))),
    "source.name": lambda of, chance: with_designation(of, lambda one: replace(one, source=replace(one.source, name=word(chance)))),
    "source.sha256": lambda of, chance: with_name(of, lambda one: replace(one, source=replace(one.source, sha256=word(chance), url=word(chance)))),
    "policy bytes": lambda of, chance: pack_with(of, digest=word(chance)),
    "hit by": lambda of, chance: replace(of, met=replace(of.met, hit=replace(of.met.hit, steps=(word(chance),)))),
}


def test_ten_thousand_mutations_reopen_exactly_the_material_ones() -> None:
    chance, base = random.Random(20260420), matter(BASE)
    missed, needless, tried = [], [], {"material": 0, "cosmetic": 0}
    for _ in range(10_000):
        is_material = chance.random() < 0.5
        table = MATERIAL if is_material else COSMETIC
        names = chance.sample(sorted(COSMETIC), chance.randrange(3))
        chosen = chance.choice(sorted(table))
        changed = BASE
        for mutate in (*(COSMETIC[name] for name in names), table[chosen]):
            changed = mutate(changed, chance)
        tried["material" if is_material else "cosmetic"] += 1
        reopened = matter(changed) != base
        if is_material and not reopened:
            missed.append(chosen)
        if not is_material and reopened:
            needless.append((chosen, *names))
    assert (missed, needless) == ([], [])
    assert min(tried.values()) > 4_500


@pytest.mark.parametrize("name", MATERIAL)
def test_each_material_change_alone_reopens(name: str) -> None:
    assert matter(MATERIAL[name](BASE, random.Random(1))) != matter(BASE)


@pytest.mark.parametrize("name", COSMETIC)
def test_each_cosmetic_change_alone_reopens_nothing(name: str) -> None:
    assert matter(COSMETIC[name](BASE, random.Random(1))) == matter(BASE)


# Who signs.

SEEDS = {name: KeyPair(name=name, seed=bytes([at]) * 32) for at, name in enumerate(("alpha", "beta", "gamma", "delta"), start=1)}
ALONE = {"alpha": "課長", "beta": "部長", "gamma": "係長", "delta": "課長"}
RING = Keyring(keyholders=tuple(Keyholder(holder=ALONE[name], key=pair.key) for name, pair in SEEDS.items()), digest="ring")


def decision(by: KeyPair = SEEDS["alpha"], about: Matter | None = None, **change: object) -> AlertDecision:
    found = AlertDecision(
        case="T-1", alert="0" * 32, reason="not-the-same-entity", verdict=Verdict.CLEAR,
        matter=about or Matter(subject="1" * 64, entry="2" * 64, rule="3" * 64), edition="4" * 64, by="課長", authority="委員会",
        because="確認した", proposed_by=key_label(by.key), proposed_at=AT, until=AT + timedelta(days=365), facts=tuple(GIVEN.items()),
    )  # fmt: skip
    return replace(found, **change)  # type: ignore[arg-type]


def note(found: AlertDecision, *signers: KeyPair) -> AlertNote:
    signed = SignedNote(text=found.text)
    for one in signers:
        signed = signed.signed_by(one)
    return AlertNote(file="alerts/x.note", octets=signed.octets, digest="5" * 64)


def checked(found: AlertDecision, *signers: KeyPair, ring: Keyring | None = RING, as_of: date = AT) -> CheckedNote:
    (one,) = check_notes([note(found, *signers)], ring, case="T-1", as_of=as_of)
    return one


def state(found: AlertDecision, *signers: str, ring: Keyring | None = RING, as_of: date = AT) -> str:
    return checked(found, *(SEEDS[name] for name in signers), ring=ring, as_of=as_of).state


def test_two_people_approve_and_one_does_not() -> None:
    assert state(decision(), "alpha") == "proposed"
    assert state(decision(), "alpha", "beta") == "approved"
    assert state(decision(), "beta", "alpha") == "approved"
    assert checked(decision(), SEEDS["beta"], SEEDS["alpha"]).holders == ("課長", "部長")


def test_one_person_with_two_keys_is_one_person() -> None:
    assert state(decision(), "alpha", "delta") == "proposed"


def test_one_key_under_two_names_is_one_person_however_far_the_chain_goes() -> None:
    twin = KeyPair(name="twin", seed=SEEDS["beta"].seed)
    ring = Keyring(
        keyholders=(
            Keyholder(holder="課長", key=SEEDS["alpha"].key), Keyholder(holder="部長", key=SEEDS["beta"].key),
            Keyholder(holder="課長", key=twin.key), Keyholder(holder="係長", key=SEEDS["gamma"].key),
        )
    )  # fmt: skip
    assert state(decision(), "alpha", "beta", ring=ring) == "proposed"
    assert state(decision(), "alpha", "gamma", ring=ring) == "approved"


@pytest.mark.parametrize("written", ["課 長", "課長 ", "課長"])
def test_a_name_written_otherwise_is_the_same_person(written: str) -> None:
    ring = Keyring(keyholders=(Keyholder(holder="課長", key=SEEDS["alpha"].key), Keyholder(holder=written, key=SEEDS["beta"].key)))
    assert state(decision(), "alpha", "beta", ring=ring) == "proposed"


def test_without_the_proposers_signature_nothing_counts() -> None:
    assert state(decision(), "beta", "gamma") == "unproven"


def test_without_a_keyring_nothing_counts() -> None:
    assert state(decision(), "alpha", "beta", ring=None) == "unproven"
    assert state(decision(), "alpha", "beta", ring=Keyring()) == "unproven"


def test_a_key_that_is_compromised_or_out_of_its_days_does_not_count() -> None:
    first, second, *rest = RING.keyholders
    for spoilt in (replace(second, compromised=True), replace(second, end=AT - timedelta(days=1)), replace(second, start=AT + timedelta(days=1))):
        assert state(decision(), "alpha", "beta", ring=Keyring(keyholders=(first, spoilt, *rest))) == "proposed"


def test_a_changed_text_is_refused() -> None:
    whole = note(decision(), SEEDS["alpha"], SEEDS["beta"])
    forged = replace(whole, octets=whole.octets.replace(b"until 2027-06-10", b"until 2027-06-09"))
    with pytest.raises(InputRefused):
        check_notes([forged], RING, case="T-1", as_of=AT)


@given(days=st.integers(-400, 800), as_of=st.integers(-400, 800))
def test_everything_ends_within_365_days(days: int, as_of: int) -> None:
    found = decision(until=AT + timedelta(days=days))
    on = AT + timedelta(days=as_of)
    counts = state(found, "alpha", "beta", as_of=on) == "approved"
    assert counts == (0 <= days <= 365 and 0 <= as_of <= days)


def test_another_case_another_reason_or_a_missing_fact_never_counts() -> None:
    assert state(decision(case="T-2"), "alpha", "beta") == "unsound"
    assert state(decision(reason="because-i-say-so"), "alpha", "beta") == "unsound"
    assert state(decision(verdict=Verdict.BAR), "alpha", "beta") == "unsound"
    assert state(decision(facts=tuple(GIVEN.items())[:-1]), "alpha", "beta") == "unsound"
    assert state(decision(facts=(*GIVEN.items(), ("more", "x1"))), "alpha", "beta") == "unsound"


PEOPLE, KEYS = ("課長", "部長", "課長 ", "係長"), ("alpha", "beta", "gamma", "delta")


@settings(max_examples=300, deadline=None)
@given(
    ring=st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(KEYS), st.booleans()), max_size=6),
    proposer=st.sampled_from(KEYS), signers=st.lists(st.sampled_from(KEYS), unique=True, min_size=1),
)  # fmt: skip
def test_no_path_lets_one_person_suppress(ring: list[tuple[str, str, bool]], proposer: str, signers: list[str]) -> None:
    """However a keyring is written, what is approved was signed by two people who share neither name nor key."""
    holders = tuple(Keyholder(holder=person, key=SEEDS[key].key, compromised=bad) for person, key, bad in ring)
    found = checked(decision(SEEDS[proposer]), *(SEEDS[name] for name in signers), ring=Keyring(keyholders=holders))
    assert found.state in ("approved", "proposed", "unproven")
    if found.state == "approved":
        counting = [(person.strip(), key) for person, key, bad in ring if key in signers]
        groups: list[set[str]] = []
        for person, key in [(person.strip(), key) for person, key, _ in ring]:
            joined = [group for group in groups if group & {person, key}]
            groups = [group for group in groups if group not in joined] + [{person, key}.union(*joined)]
        assert len([group for group in groups if any(person in group for person, _ in counting)]) >= 2
        assert proposer in signers


# What a decision does to a screening.


def screened(*checked_notes: CheckedNote, decisions: tuple[Decision, ...] = (), maker: Party | None = None) -> Finding:
    basis = nouns.basis(PARENT, ENTRY, OTHER)
    bid = nouns.bid(nouns.item("1", maker or nouns.party("鷺潭通信技術有限公司", country="CN")), decisions=decisions)
    held = replace(basis, alerts=approved_by_matter(checked_notes))
    (one,) = screen(nouns.submission(bid), held, as_of=nouns.JUDGED).bids
    return next(found for found in one.all_findings() if found.rule == "MAKER")


def about(found: Finding) -> Matter:
    assert found.matter is not None
    return found.matter


def test_a_decision_of_two_settles_the_alert_and_says_who_and_until_when() -> None:
    before = screened()
    assert (before.verdict, before.settled) == (Verdict.BAR, None)
    after = screened(checked(decision(about=about(before)), SEEDS["alpha"], SEEDS["beta"]))
    assert after.id == before.id
    assert after.settled is not None
    assert (after.standing, after.settled.approved_by, after.settled.until) == (Verdict.CLEAR, "部長", AT + timedelta(days=365))


def test_a_proposal_settles_nothing() -> None:
    assert screened(checked(decision(about=about(screened())), SEEDS["alpha"])).settled is None


def test_a_changed_country_reopens_and_a_space_in_the_name_does_not() -> None:
    approved = checked(decision(about=about(screened())), SEEDS["alpha"], SEEDS["beta"])
    assert screened(approved, maker=nouns.party("鷺潭通信技術有限公司", country="JP")).settled is None
    assert screened(approved, maker=nouns.party("鷺潭 通信技術有限公司", country="CN")).settled is not None


def test_where_a_decision_on_the_finding_speaks_too_the_graver_counts() -> None:
    before = screened()
    clear = checked(decision(about=about(before)), SEEDS["alpha"], SEEDS["beta"])
    barred = Decision(finding=before.id, verdict=Verdict.BAR, by="x", authority="x", reason="x", at=AT, signature="x")
    assert screened(clear, decisions=(barred,)).standing is Verdict.BAR
    confirmed = decision(about=about(before), reason="confirmed", verdict=Verdict.BAR, facts=(("document", "0" * 64),))
    both = (clear, checked(confirmed, SEEDS["alpha"], SEEDS["beta"]))
    assert screened(*both).standing is screened(*reversed(both)).standing is Verdict.BAR


def test_a_text_reads_back_as_it_was_written() -> None:
    assert parse_decision(decision().text) == decision()


def test_every_reason_needs_facts_and_holds_a_year_at_most() -> None:
    table = reasons().by_id
    assert {one.verdict for one in table.values()} == {Verdict.CLEAR, Verdict.BAR}
    assert all(one.facts and one.days <= 365 for one in table.values())
    assert all(any(fact.form == "digest" for fact in one.facts) for one in table.values())
