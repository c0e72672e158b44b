"""The first verb: screen what one side handed in by a pack, a register edition and the charts and BOMs it came with.

1. Scope first: a system outside every viewpoint is asked nothing more.
2. Gather every party once, look all of them up in one batch.
3. Ask each rule about each line and each bid; a rule that fails is itself a finding to refer, never a pass.
4. A stale edition leaves nothing clear.
5. Signed decisions settle findings; then the worst verdict wins.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from ..findings import LINES_APART, Decision, Finding, Link, Verdict, standing
from ..policy.model import Pack
from ..policy.reading import in_rehearsal, scope_of
from ..policy.regimes import regimes_digest
from ..tenders.list_versions import handed_in_by
from ..tenders.model import Bid, Submission
from ..terms import Text
from . import again
from .advised import advised
from .alerts import settle_alert
from .asked import told
from .attested import attested
from .betrayed import cards_asked, families_asked
from .facts import Basis, Facts, Line, gather, names_somebody, regime_of, stood_as
from .model import Coverage, ReadInput, ScreenedBid, ScreenedItem, ScreenedVersion, Screening
from .rules import OF_BIDS, OF_LINES
from .subjects import Subjects

STALE = "REGISTER"
AT_LINES = ("OWNER", "CONTROL")
"""Rules about the bid whose findings stand at the lines that they name, too."""
FAILED = "RULE-FAILED"


def screen(submission: Submission, basis: Basis, *, as_of: date) -> Screening:
    """Screen every bid; the outcome replays to the same bytes from what `read` names."""
    submission = replace(submission, bids=tuple(handed_in_by(bid, as_of) for bid in submission.bids))
    tender, pack = submission.tender, basis.pack
    scope = scope_of(pack, tender.viewpoints)
    stale = tuple(basis.edition.stale_cards(as_of))
    if scope.answer == "out":
        bids = tuple(ScreenedBid(bid=bid.id, verdict=Verdict.CLEAR, coverage=Coverage(), findings=(), items=()) for bid in submission.bids)
    else:
        facts = iter(gather(submission, basis, as_of=as_of))
        bids = tuple(_screen_versions(bid, facts, stale) for bid in submission.bids)
    return Screening(
        case=tender.id,
        policy=pack.id,
        policy_as_of=tender.notice_date,
        facts_as_of=as_of,
        rehearsal=tender.rehearsal or in_rehearsal(pack, tender.notice_date),
        scope=scope.answer,
        read=tuple(_read(submission, basis)),
        bids=bids,
        notices=tuple(_notices(submission, basis, presumed=scope.presumed)),
        stale=bool(stale) and scope.answer == "in",
    )


def _screen_versions(bid: Bid, facts: Iterator[Facts], stale: tuple[object, ...]) -> ScreenedBid:
    """A bid under each version of its list in turn; `facts` gives them in that order. A line that stays keeps what was found of it."""
    versions: list[ScreenedVersion] = []
    asked: dict[str, tuple[Finding, ...]] = {}
    digests = Subjects()
    for at in range(len(bid.versions) - 1):
        one = next(facts)
        screened, found, subjects = _screen_again(one, stale_finding(one, stale), asked, digests)
        versions.append(_version(bid, at, screened, subjects, asked))
        asked = found
    one = next(facts)
    if not versions:
        return _screen_bid(one, stale_finding(one, stale), [_asked(one, line) for line in one.lines])
    screened, _, subjects = _screen_again(one, stale_finding(one, stale), asked, digests)
    return replace(screened, versions=(*versions, _version(bid, len(versions), screened, subjects, asked)))


def _version(bid: Bid, at: int, screened: ScreenedBid, subjects: dict[str, str], asked: again.Asked) -> ScreenedVersion:
    if at == 0:
        return again.first_version(bid.versions[0], screened, subjects)
    return again.later_version(bid.versions[at - 1], bid.versions[at], screened, subjects, asked)


def _screen_again(
    facts: Facts, stale: tuple[Finding, ...], asked: again.Asked, digests: Subjects
) -> tuple[ScreenedBid, dict[str, tuple[Finding, ...]], dict[str, str]]:
    """The bid with what is known already of lines that did not change; what is known now, by digest; each line's digest."""
    subjects = digests.of(facts)
    found = [asked[one] if (one := subjects[line.item.line]) in asked else _asked(facts, line) for line in facts.lines]
    known = {subjects[line.item.line]: one for line, one in zip(facts.lines, found, strict=True) if all(each.rule != FAILED for each in one)}
    return _screen_bid(facts, stale, found), known, subjects


def _asked(facts: Facts, line: Line) -> tuple[Finding, ...]:
    """What every rule about a line finds of it."""
    return tuple(one for rule, check in OF_LINES for one in _ask(rule, partial(check, line, facts), facts.bid, line))


def _screen_bid(facts: Facts, stale: tuple[Finding, ...], of_lines: Sequence[tuple[Finding, ...]]) -> ScreenedBid:
    decisions = {decision.finding: decision for decision in facts.bid.decisions}
    used: set[str] = set()
    found = [one for rule, check in OF_BIDS for one in _ask(rule, partial(check, facts), facts.bid, None)]
    at_bid = tuple(_settle(facts, _known_of(found, facts, None), decisions, used)) + stale
    owners_of: dict[str, list[Finding]] = {}
    for one in at_bid:
        for number in filter(None, one.subject.get("lines", "").split(LINES_APART) if one.rule in AT_LINES else ()):
            owners_of.setdefault(number, []).append(one)
    items = []
    for line, asked in zip(facts.lines, of_lines, strict=True):
        settled = tuple(_settle(facts, _known_of(asked, facts, line), decisions, used))
        of_line = settled + tuple(owners_of.get(line.item.line, ())) + stale
        items.append(ScreenedItem(item=line.item, verdict=standing(of_line), findings=of_line))
    return ScreenedBid(
        bid=facts.bid.id,
        verdict=max(standing(at_bid), *(item.verdict for item in items), Verdict.CLEAR),
        coverage=_coverage(facts),
        findings=at_bid,
        items=tuple(items),
        unused_decisions=tuple(sorted(set(decisions) - used)),
    )


def _ask(rule: str, check: Callable[[], Iterable[Finding]], bid: Bid, line: Line | None) -> Iterator[Finding]:
    """Ask a rule; where it cannot run, that is a finding to refer."""
    try:
        yield from list(check())
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        where = f" {line.item.where}" if line else ""
        yield Finding(
            rule=FAILED,
            verdict=Verdict.REFER,
            subject={"bid": bid.id, "rule": rule, "line": line.item.line if line else ""},
            because=Text(
                ja=f"規則 {rule} を実行できなかったため、懸念の有無を確認できていない{where}。",
                en=f"Rule {rule} could not run, so nothing is cleared{where}.",
            ),
            notes=(Text(ja=f"内部の理由: {type(error).__name__}", en=f"Internal reason: {type(error).__name__}"),),
        )


def _known_of(findings: Iterable[Finding], facts: Facts, line: Line | None) -> Iterator[Finding]:
    """What is known beside the rules of findings on a line (None = on the bid): what was asked, attested and advised."""
    return advised(attested(told(findings, facts), facts, line), facts, line)


def _settle(facts: Facts, findings: Iterable[Finding], decisions: dict[str, Decision], used: set[str]) -> Iterator[Finding]:
    """A decision on the finding itself, or one of two people on its alert; where both speak, the graver counts."""
    for one in findings:
        said = [decisions.get(one.id), settle_alert(one, facts.basis.alerts)] if one.rule != FAILED else []
        settling = [each for each in said if each is not None]
        if one.id in decisions and settling:
            used.add(one.id)
        yield replace(one, settled=max(settling, key=lambda each: each.verdict)) if settling else one


def stale_finding(facts: Facts, stale: Iterable[object]) -> tuple[Finding, ...]:
    """The finding that leaves nothing clear, where any source of the edition is past its time."""
    cards = facts.basis.edition.stale_cards(facts.as_of) if stale else ()
    if not cards:
        return ()
    return (
        Finding(
            rule=STALE,
            verdict=Verdict.REFER,
            subject={"bid": facts.bid.id, "edition": facts.basis.edition.digest},
            because=facts.basis.edition.held
            or Text(
                ja="登録簿の版が有効期間を過ぎている。新しい版で確認し直すまで、懸念なしとはいえない。",
                en="The register edition is past its time; nothing is clear until it is checked against a fresh one.",
            ),
            evidence=tuple(
                Link(
                    relation="stale-since",
                    subject=card.title or card.path,
                    target=str(card.good_for_days),
                    source=card.path,
                    retrieved_at=card.retrieved_at,
                )
                for card in cards
            ),
        ),
    )


def _coverage(facts: Facts) -> Coverage:
    parts = [reached.component for inside in facts.inside.values() for reached in inside if reached.depth]
    return Coverage(
        items=len(facts.lines),
        items_with_maker=sum(names_somebody(line.item.maker) for line in facts.lines),
        components=len(parts),
        components_with_maker=sum(any(map(names_somebody, part.makers)) for part in parts),
    )


def _read(submission: Submission, basis: Basis) -> Iterator[ReadInput]:
    yield ReadInput(kind="policy", id=basis.pack.id, digest=basis.pack.digest)
    yield ReadInput(kind="register", id=submission.register or "--register", digest=basis.edition.digest)
    yield ReadInput(kind="names", id="tables", digest=basis.tables_digest)
    if submission.alerts:
        yield from (ReadInput(kind="alert", id=note.file, digest=note.digest) for note in submission.alerts)
    if basis.keyring is not None:
        yield ReadInput(kind="keyring", id="keyring", digest=basis.keyring.digest)
    if any(bid.chart for bid in submission.bids):
        yield ReadInput(kind="regime", id=regime_of(submission.tender, basis.pack).id, digest=regimes_digest())
    if basis.tables is not None:
        families = frozenset(family for bid in submission.bids for stood in stood_as(bid) for family in families_asked(stood))
        yield from (ReadInput(kind="marks", id=card.name, digest=card.digest) for card in cards_asked(basis.tables, families))
    for file in (*submission.files, *(file for bid in submission.bids for file in bid.files)):
        yield ReadInput(kind=file.kind, id=file.path, digest=file.digest)


def _notices(submission: Submission, basis: Basis, *, presumed: bool) -> Iterator[Text]:
    tender, pack = submission.tender, basis.pack
    if presumed:
        yield Text(
            ja="対象システムの観点(viewpoints)が示されていないため、対象に当たるものとして確認した。",
            en="No viewpoints are stated; the system was taken to be in scope.",
        )
    for bid in submission.bids:
        for line, bom in bid.boms.items():
            if bom.completeness == "incomplete":
                yield Text(
                    ja=f"応札者「{bid.id}」の{line}番の構成部品表({bom.file})は、不完全であると自ら述べている。",
                    en=f"The bill of materials of line {line} of bid “{bid.id}” ({bom.file}) says of itself that it is incomplete.",
                )
    if not _lists(pack, tender.agency, tender.notice_date):
        yield Text(
            ja=f"「{tender.agency}」は調達方針の対象機関の一覧(一部未確認)にない。",
            en=f"“{tender.agency}” is not on the policy's list of bound bodies (partly unverified).",
        )


def _lists(pack: Pack, agency: str, day: date) -> bool:
    return any(body.name in agency or agency in body.name for body in pack.bodies if body.period.holds(day) and not body.open_slot) or not agency
