"""A judgement by hand: five invented bidders, a dozen lines each, one finding of every type, for looking at papers and testing them."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from sekisho.award.model import AskedOf, Letter, Proposal
from sekisho.canonical import sha256_hex
from sekisho.desk.model import Judgement
from sekisho.evaluation.model import Evaluation, Rounding, Scored, Step, Terms
from sekisho.findings import Decision, Finding, Link, Question, Verdict, standing
from sekisho.policy.model import Pack, Viewpoint
from sekisho.policy.regimes import regimes
from sekisho.register.model import Edition, SourceCard
from sekisho.screening.model import Coverage, ReadInput, ScreenedBid, ScreenedItem, Screening
from sekisho.tenders.model import Bid, EquipmentItem, EquipmentList, Submission, Technical, Tender
from sekisho.terms import Money, Party, Period, Share, Source, Text

NOTICE, JUDGED, READ = date(2026, 4, 1), date(2026, 6, 15), date(2026, 6, 1)
BIDDERS = {"A": "甲社", "B": "乙社", "C": "丙社", "D": "丁社", "E": "戊社"}
PRICES = {"A": 61_930_000, "B": 78_410_000, "C": 74_250_000, "D": 82_040_000, "E": 70_880_000}
CEILING = 80_000_000
SCORES = {"A": 61, "B": 74, "C": 71, "D": 80, "E": 68}
KINDS = ("ルータ", "スイッチ", "サーバ", "無線LAN装置", "ストレージ", "ソフトウェア")
AUTHORITY = "例示統制当局 規則第3条"
LISTED = "例示科技有限公司(发达电子)"


def money(amount: int) -> Money:
    return Money(amount=Fraction(amount), currency="JPY", tax="excluded")


def text(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


def link(relation: str, subject: str, target: str, *, share: Share | None = None, source: str, unverified: bool = False) -> Link:
    return Link(relation=relation, subject=subject, target=target, share=share, source=source, retrieved_at=READ, unverified=unverified)


def designation(entity: str) -> Link:
    return link("designated-by", entity, AUTHORITY, source="実演用登録簿 行12", unverified=True)


def items(count: int = 12) -> tuple[EquipmentItem, ...]:
    return tuple(_item(number) for number in range(1, count + 1))


def listed(bid: str, count: int) -> tuple[EquipmentItem, ...]:
    """乙社 leaves the maker of line 8 out."""
    return tuple(replace(item, maker=None) if bid == "B" and item.line == "8" else item for item in items(count))


def _item(number: int) -> EquipmentItem:
    kind = KINDS[number % len(KINDS)]
    maker = ("例示電機株式会社", "サンプル通信機株式会社", "Example Networks Ltd")[number % 3]
    model = ("EX-4800-24T-PoE+", "SMP-RT1200/JP-REV2.1", "ENX9000-ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789")[number % 3]
    return EquipmentItem(
        line=str(number), where=f"機器等リスト!A{number + 4}", kind=kind, maker=Party(name=maker, country="JP"), model=model,
        name=f"本庁舎{number}階用{kind}", version="2.1", quantity=Fraction(number * 2), purpose="基幹ネットワーク", role="主要構成品",
        supplier=Party(name="サンプル商事株式会社"),
    )  # fmt: skip


def supplier_finding() -> Finding:
    return Finding(
        rule="SUPPLIER", verdict=Verdict.BAR, subject={"bid": "A"},
        because=text(
            "供給者「例示貿易」は、指定された者の子会社と同一であり、国内の決定により調達の対象から除くとされている。",
            "The supplier “例示貿易” is the same as a subsidiary of a designated entity, which a domestic decision keeps out of procurement.",
        ),
        evidence=(
            link("supplied-by", "甲社の応札", "例示貿易", source="機器等リスト 甲社.xlsx"),
            link("same-as", "例示貿易", "例示貿易株式会社", source="名称の対照表 版2"),
            link("affiliate-of", "例示貿易株式会社", LISTED, source="実演用登録簿 行12"),
            designation(LISTED),
        ),
    )  # fmt: skip


def maker_finding() -> Finding:
    return Finding(
        rule="MAKER", verdict=Verdict.REFER, subject={"bid": "B", "line": "3", "maker": "エグザンプル・テクノロジーズ", "model": "EX-700"},
        because=text(
            "製造者「エグザンプル・テクノロジーズ」の片仮名の読みが、登録された「Exemplar Technologies」の読みと近く、同一かどうか確認できない。",
            "The maker’s katakana “エグザンプル・テクノロジーズ” reads close to “Exemplar Technologies”; they may be one.",
        ),
        evidence=(
            link("made-by", "EX-700", "エグザンプル・テクノロジーズ", source="機器等リスト!C7"),
            link("possibly-same-as", "エグザンプル・テクノロジーズ", "Exemplar Technologies", source="名称の対照表(読み 0.86)"),
            designation("Exemplar Technologies"),
        ),
        ask=Question(fact="maker", text=text("行3の製造者の正式名称と所在国を示してください。", "State the legal name and country of the maker.")),
        notes=(text("公告日の方針と判定日の登録簿を用いた。", "Policy as of the notice, register as of the judging date."),),
    )  # fmt: skip


def component_finding() -> Finding:
    return Finding(
        rule="COMPONENT", verdict=Verdict.BAR, subject={"bid": "A", "line": "5", "maker": "サンプル通信機株式会社", "model": "SMP-RT1200"},
        because=text(
            "部品表の2階層下にある通信モジュールの製造者が、指定された者と同一である。",
            "The maker of a radio module two levels down the bill of materials is the same as a designated entity.",
        ),
        evidence=(
            link("contains", "SMP-RT1200/JP-REV2.1", "制御基板 CB-22", source="boms/router.cdx.json components[0]"),
            link("contains", "制御基板 CB-22", "通信モジュール WM-5", source="boms/router.cdx.json components[0].components[3]"),
            link("made-by", "通信モジュール WM-5", LISTED, source="boms/router.cdx.json components[0].components[3].manufacturer"),
            designation(LISTED),
        ),
        protected=True,
    )  # fmt: skip


def owner_finding() -> Finding:
    thirty, ten = Share(minimum=Fraction(30), maximum=Fraction(30)), Share(minimum=Fraction(10), maximum=Fraction(30))
    first, second = Share(minimum=Fraction(60), maximum=Fraction(60)), Share(minimum=Fraction(40), maximum=Fraction(55))
    return Finding(
        rule="OWNER", verdict=Verdict.REFER, subject={"bid": "E", "line": "2", "maker": "例示電機株式会社", "model": "EX-4800"},
        because=text(
            "製造者の持分を、指定された者が2つの持株会社を通じて合計で基準(50%)以上持つ可能性がある(最小40%、最大60%)。",
            "Through two holdings a designated entity may hold 50% or more of the maker (at least 40%, at most 60%).",
        ),
        evidence=(
            link("made-by", "EX-4800-24T-PoE+", "例示電機株式会社", source="機器等リスト!C6"),
            link("owned-by", "例示電機株式会社", "Sample Holding One", share=thirty, source="chart.csv 2行"),
            link("owned-by", "例示電機株式会社", "Sample Holding Two", share=ten, source="chart.csv 3行"),
            link("owned-by", "Sample Holding One", LISTED, share=first, source="chart.csv 4行"),
            link("owned-by", "Sample Holding Two", LISTED, share=second, source="chart.csv 5行"),
            designation(LISTED),
        ),
        ask=Question(
            fact="owners", text=text("製造者の株主と持分を示してください。", "State who owns the maker, with shares.")
        ),
    )  # fmt: skip


def undisclosed_finding() -> Finding:
    return Finding(
        rule="UNDISCLOSED", verdict=Verdict.REFER, subject={"bid": "B", "line": "8", "maker": "", "model": "不明"},
        because=text("主要構成品の製造者が示されていない。", "The maker of a key component is not stated."),
        evidence=(link("lacks", "行8 サーバ", "製造者", source="機器等リスト!C12"),),
        ask=Question(fact="maker", text=text("製造者を示してください。", "State the maker.")),
    )  # fmt: skip


def settled_finding() -> Finding:
    found = Finding(
        rule="MAKER", verdict=Verdict.REFER, subject={"bid": "C", "line": "4", "maker": "Example Networks Ltd", "model": "ENX9000"},
        because=text("製造者名が登録名と一部一致する。", "The maker’s name partly matches a registered name."),
        evidence=(
            link("made-by", "ENX9000", "Example Networks Ltd", source="機器等リスト!C8"),
            link("possibly-same-as", "Example Networks Ltd", "Example Network Systems", source="名称の対照表(0.81)"),
            designation("Example Network Systems"),
        ),
        ask=Question(fact="maker", text=text("製造者の登記上の番号を示してください。", "State the maker’s registration number.")),
    )  # fmt: skip
    decision = Decision(
        finding=found.id, verdict=Verdict.CLEAR, by="調達課長", authority="例省調達規程第7条", reason="登記番号により別法人と確認した。",
        at=date(2026, 6, 10), signature="ed25519:4c2f…",
    )  # fmt: skip
    return replace(found, settled=decision)


def submission(lines: int = 12) -> Submission:
    tender = Tender(
        id="EX-2026-014",
        title="本庁舎LAN更改一式",
        agency="例省",
        notice_date=NOTICE,
        policy="jp-2018",
        viewpoints=("core-infrastructure",),
    )
    bids = tuple(
        Bid(
            id=bid, bidder=Party(name=name, country="JP"), price=money(PRICES[bid]),
            technical=Technical(score=Fraction(SCORES[bid]), mandatory_met=True),
            list=EquipmentList(file=f"bids/{bid}/list.xlsx", digest=sha256_hex(bid.encode()), items=listed(bid, lines)),
        )
        for bid, name in BIDDERS.items()
    )  # fmt: skip
    return Submission(tender=tender, bids=bids, register="editions/demo")


FOUND = {
    "A": ((supplier_finding(),), {"5": (component_finding(),)}),
    "B": ((), {"3": (maker_finding(),), "8": (undisclosed_finding(),)}),
    "C": ((), {"4": (settled_finding(),)}),
    "D": ((), {}),
    "E": ((), {"2": (owner_finding(),), "6": (owner_finding(),)}),
}


def screened_bid(bid: Bid) -> ScreenedBid:
    at_bid, at_lines = FOUND.get(bid.id, ((), {}))
    listed = bid.list.items if bid.list else ()
    lines = tuple(
        ScreenedItem(item=item, verdict=standing(found or ()), findings=found or ()) for item in listed for found in (at_lines.get(item.line),)
    )
    verdict = standing((*at_bid, *(found for one in lines for found in one.findings)))
    named = sum(one.item.maker is not None for one in lines)
    coverage = Coverage(items=len(lines), items_with_maker=named, components=7, components_with_maker=5)
    return ScreenedBid(bid=bid.id, verdict=verdict, coverage=coverage, findings=at_bid, items=lines)


def screening(case: Submission) -> Screening:
    read = (
        ReadInput(kind="policy", id="jp-2018 1", digest=sha256_hex(b"policy")),
        ReadInput(kind="register", id="実演用登録簿 2026-06", digest=sha256_hex(b"register")),
        ReadInput(kind="names", id="names/tables 2", digest=sha256_hex(b"names")),
        *(ReadInput(kind="list", id=f"bids/{bid}/list.xlsx", digest=sha256_hex(bid.encode())) for bid in BIDDERS),
        ReadInput(kind="bom", id="bids/A/boms/router.cdx.json", digest=sha256_hex(b"bom")),
        ReadInput(kind="chart", id="bids/E/owners/chart.csv", digest=sha256_hex(b"chart")),
    )
    return Screening(
        case=case.tender.id, policy="jp-2018", policy_as_of=NOTICE, facts_as_of=JUDGED, rehearsal=False, scope="in", read=read,
        bids=tuple(screened_bid(bid) for bid in case.bids),
    )  # fmt: skip


def steps(bid: str) -> tuple[Step, ...]:
    ratio = 1 - Fraction(PRICES[bid], CEILING)
    points = ratio * 100
    total = SCORES[bid] + Fraction(int(points * 100), 100)
    gates = (
        Step(label=text("必須要件", "Mandatory items"), sum="すべて満たす", exact=Fraction(1), rounded=Fraction(1)),
        Step(label=text("予定価格との比較", "Against the ceiling"), sum=f"{PRICES[bid]:,} ≤ {CEILING:,}", exact=Fraction(1), rounded=Fraction(1)),
    )
    sums = (
        Step(label=text("技術点", "Technical points"), sum=str(SCORES[bid]), exact=Fraction(SCORES[bid]), rounded=Fraction(SCORES[bid])),
        Step(
            label=text("価格点", "Price points"), sum=f"100 × (1 − {PRICES[bid]:,} ÷ {CEILING:,})", exact=points,
            rounded=Fraction(int(points * 100), 100),
        ),
        Step(label=text("総合評価点", "Total"), sum=f"{SCORES[bid]} + {float(points):.2f}", exact=SCORES[bid] + points, rounded=total),
        Step(label=text("技術点の比率(参考)", "Technical share (for reference)"), sum=f"{SCORES[bid]} ÷ 300", exact=Fraction(SCORES[bid], 300),
             rounded=Fraction(SCORES[bid] * 100 // 300, 100)),
    )  # fmt: skip
    return gates if bid == "D" else (*gates, *sums)


def scored(bid: str, status: str, rank: int | None, without: int | None, reason: tuple[str, str, str] | None) -> Scored:
    points = Fraction(int((1 - Fraction(PRICES[bid], CEILING)) * 10000), 100)
    shown = status != "excluded"
    return Scored(
        bid=bid, status=status, technical_score=Fraction(SCORES[bid]) if shown else None, price_score=points if shown else None,  # type: ignore[arg-type]
        total=SCORES[bid] + points if shown else None, unrounded_total=SCORES[bid] + 100 * (1 - Fraction(PRICES[bid], CEILING)) if shown else None,
        rank=rank, rank_without_pending=without, reason_code=reason[0] if reason else "", reason=text(reason[1], reason[2]) if reason else None,
        steps=steps(bid),
    )  # fmt: skip


def evaluation() -> Evaluation:
    rounding = Rounding(mode="down", places=2, applies_to="each")
    terms = Terms(preset="add-1", technical_points=Fraction(100), price_points=Fraction(100), ceiling=money(CEILING))
    bids = (
        scored("A", "excluded", None, None, ("security-bar", "懸念ありのため、除外を提案する。", "Concern found: exclusion proposed.")),
        scored("B", "pending", 3, None, ("security-refer", "要確認の所見が未決(B-1、B-2)。", "Findings B-1 and B-2 are open.")),
        scored("C", "ranked", 2, 1, None),
        scored("D", "excluded", None, None, ("over-ceiling", "応札価格が予定価格を超える。", "The price is above the ceiling.")),
        scored("E", "pending", 1, None, ("security-refer", "要確認の所見が未決(E-1)。", "Finding E-1 is open.")),
    )
    formula = text("技術点 + 100 × (1 − 応札価格 ÷ 予定価格)", "technical points + 100 × (1 − price ÷ ceiling)")
    why = text("保留中の戊社が落札者となり得るため、落札候補者を提案しない。", "A pending bid (戊社) could win, so no award is proposed.")
    return Evaluation(preset="add-1", formula=formula, rounding=rounding, terms=terms, bids=bids, winner=None, why_no_winner=why, could_win=("E",))


def letters() -> tuple[Letter, ...]:
    b3, b8, own = maker_finding(), undisclosed_finding(), owner_finding()
    asked_b = (
        AskedOf(fact="maker", text=b3.ask.text, lines=("3",), findings=(b3.id,)),  # type: ignore[union-attr]
        AskedOf(fact="maker", text=b8.ask.text, lines=("8",), findings=(b8.id,)),  # type: ignore[union-attr]
    )
    asked_e = (AskedOf(fact="owners", text=own.ask.text, lines=("2", "6"), findings=(own.id,)),)  # type: ignore[union-attr]
    return (Letter(bid="B", bidder="乙社", questions=asked_b), Letter(bid="E", bidder="戊社", questions=asked_e))


def pack() -> Pack:
    source = Source(name="IT調達に係る申合せ(例示)", retrieved_at=READ, clause="2(1)")
    other = Source(name="例示の運用手引", retrieved_at=READ, verified=False, clause="別紙1")
    return Pack(
        id="jp-2018", version="1", title=text("国の物品等又は役務の調達方針", "Policy on the procurement of goods and services"),
        instrument=text("例示の申合せ", "An example instrument"), period=Period(start=date(2019, 4, 1)), adopted_at=date(2018, 12, 10),
        revised_at=(date(2025, 4, 1),), digest=sha256_hex(b"policy"), sources=(source, other),
        viewpoints=(Viewpoint(id="core-infrastructure", text=text("基幹的な情報システム", "Core infrastructure"), source=source),),
        bodies=(), kinds=(), roles=(), purposes=(), requirements=(), authorities={}, verdicts=(),
        exceptions=(), representations=(), method_guard=None,
        regime=regimes()["jp-2018"], default_affiliates="unstated", rehearsal=Period(),
        rehearsal_text=text("試行", "rehearsal"), unverified=(text("対象機関の一部の現在の名称", "The present name of some of the bodies"),),
    )  # fmt: skip


def edition() -> Edition:
    card = SourceCard(
        path="demo.csv",
        title="実演用登録簿",
        authority="例示統制当局",
        retrieved_at=READ,
        good_for_days=30,
        rows=40,
        sha256=sha256_hex(b"demo"),
        demo=True,
    )
    old = replace(card, path="old.csv", title="例示の対照表", retrieved_at=date(2026, 1, 5), demo=False, good_for_days=365)
    old = replace(old, classification="protected")
    return Edition(digest=sha256_hex(b"edition"), cards=(card, old), entities={})


def judgement(lines: int = 12) -> Judgement:
    """No award is proposed: a pending bid could win, the cheapest is excluded, another is above the ceiling."""
    case = submission(lines)
    reason = text(
        "保留中の戊社が落札者となり得るため、照会への回答と決定があるまで落札候補者を提案しない。",
        "A pending bid (戊社) could win; no award is proposed until its questions are answered and decided.",
    )
    proposal = Proposal(winner=None, excluded=("A", "D"), pending=("B", "E"), reason=reason, letters=letters())
    return Judgement(
        submission=case, pack=pack(), edition=edition(), screening=screening(case), evaluation=evaluation(), proposal=proposal,
        facts_as_of=JUDGED, engine="sekisho/0.1.0", digest=sha256_hex(b"outcome"),
    )  # fmt: skip


def with_winner() -> Judgement:
    """丙社 is proposed: nothing is pending any more."""
    base = judgement()
    assert base.evaluation and base.proposal
    ranked = (
        *(one for one in base.evaluation.bids if one.bid in "AD"),
        scored("B", "ranked", 2, 2, None), scored("C", "ranked", 1, 1, None), scored("E", "excluded", None, None, None),
    )  # fmt: skip
    reason = text("有効な応札のうち総合評価点が最も高い。", "The highest total among the remaining bids.")
    return replace(
        base,
        evaluation=replace(base.evaluation, bids=ranked, winner="C", why_no_winner=None, could_win=()),
        proposal=replace(base.proposal, winner="C", reason=reason, pending=(), excluded=("A", "D", "E")),
    )
