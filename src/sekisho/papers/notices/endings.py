"""What a procedure ends in, as papers say it: an award (落札), the right to negotiate (企画競争: 交渉権), or a contract (随意契約)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...desk.publish import Publishable
from ...tenders.methods import EndsIn, ends_in
from ...tenders.model import Tender
from ...terms import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Competed:
    """The words where bids are ranked, so that there is a result of the ranking and there are losers."""

    results: Text
    not_chosen: Text
    why_not: Text
    advantages: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The words of one ending: `party` is who comes out of it, `amount` what it comes to, `opened` the day on which offers were opened.

    `caution` says what the decision is not; "" where nothing is to be said. `competed` None: nobody is ranked, and nobody lost.
    """

    party: Text
    amount: Text
    decided: Text
    status: Text
    opened: Text
    draft: Text
    notice: Text
    noticed: Text
    published: Text
    letter: Text
    told: Text
    caution: Text
    to_fill_in: tuple[Text, ...]
    competed: Competed | None = None


OFFICE = (Text(ja="担当部局", en="Office in charge"), Text(ja="電話番号", en="Telephone"))
CONTRACT_BLANKS = (
    Text(ja="契約書の提出期限", en="Signed contract due by"),
    Text(ja="契約書の提出先", en="To be handed in at"),
    Text(ja="契約保証金の取扱い", en="Contract bond"),
    *OFFICE,
)
NEGOTIATION_BLANKS = (
    Text(ja="交渉の日時", en="Negotiations on"),
    Text(ja="交渉の場所", en="Place"),
    Text(ja="見積書の提出期限", en="Quotation due by"),
    *OFFICE,
)
GPA_72_DAYS = "within 72 days of the award."

ENDINGS: Mapping[EndsIn, Ending] = {
    "award": Ending(
        party=Text(ja="落札者", en="Winner"),
        amount=Text(ja="落札金額", en="Value of the award"),
        decided=Text(ja="落札者を決定した日", en="Date of award"),
        status=Text(ja="落札", en="award"),
        opened=Text(ja="開札日", en="Opening of bids"),
        draft=Text(
            ja="案: 落札者の決定前に作成したものであり、このまま公表・送付してはならない。",
            en="DRAFT: made before the award is decided; not to be published or sent as it is.",
        ),
        notice=Text(ja="落札者等の公示", en="Notice of award"),
        noticed=Text(ja="次のとおり落札者を決定したので公示します。", en="An award has been decided as follows."),
        published=Text(
            ja="この公示は、政府調達に関する協定第16条2に定める事項を記載し、落札者の決定の後72日以内に行うものである。",
            en=f"This notice holds the items of GPA Art. XVI:2 and is published {GPA_72_DAYS}",
        ),
        letter=Text(ja="落札決定通知書", en="Notice of award to the winner"),
        told=Text(ja="下記の調達について、貴社を落札者と決定したので通知します。", en="The tender below has been awarded to you."),
        caution=Text(ja="", en=""),
        to_fill_in=CONTRACT_BLANKS,
        competed=Competed(
            results=Text(ja="総合評価の結果", en="Result of the evaluation"),
            not_chosen=Text(
                ja="下記の調達について提出のあった貴社の応札を公告に定めた基準により審査した結果、貴社を落札者としなかったので、その理由とともに通知します。",
                en="Your bid for the tender below was examined by the criteria of the notice and was not chosen. The reasons follow.",
            ),
            why_not=Text(ja="貴社を落札者としなかった理由", en="Why your bid was not chosen"),
            advantages=Text(ja="貴社の評価と落札者の優位な点", en="Your evaluation, and the winner's relative advantages"),
        ),
    ),
    "negotiation": Ending(
        party=Text(ja="交渉権者", en="Party to negotiate with"),
        amount=Text(ja="契約予定金額", en="Expected contract value"),
        decided=Text(ja="交渉権者を決定した日", en="Date of the choice"),
        status=Text(ja="交渉権者", en="to negotiate"),
        opened=Text(ja="企画提案書等を開封した日", en="Opening of proposals"),
        draft=Text(
            ja="案: 交渉権者の決定前に作成したものであり、このまま公表・送付してはならない。",
            en="DRAFT: made before it is decided with whom to negotiate; not to be published or sent as it is.",
        ),
        notice=Text(ja="交渉権者の公示", en="Notice of the party to negotiate with"),
        noticed=Text(
            ja="次のとおり企画競争による交渉権者(契約の相手方の候補者)を決定したので公示します。",
            en="The competition of proposals has settled with whom to negotiate a contract, as follows.",
        ),
        published=Text(
            ja="この公示は、交渉の相手を示すものであり、契約の相手方の決定の公示ではない。契約の相手方を決定したときは、"
            "政府調達に関する協定第16条2に定める事項を、その後72日以内に公示する。",
            en=f"This announces no contract. Once there is one, the items of GPA Art. XVI:2 are published {GPA_72_DAYS}",
        ),
        letter=Text(ja="交渉権者決定通知書", en="Notice of your choice for negotiation"),
        told=Text(
            ja="下記の調達について、企画競争の審査の結果、貴社を交渉権者と決定したので通知します。",
            en="By the competition of proposals for the procurement below, you have been chosen for negotiation.",
        ),
        caution=Text(
            ja="この通知は、契約の相手方の決定ではない。契約の内容及び金額は、交渉により定める。",
            en="This is not the award of a contract: its terms and its value are settled by negotiation.",
        ),
        to_fill_in=NEGOTIATION_BLANKS,
        competed=Competed(
            results=Text(ja="企画競争の審査の結果", en="Result of the competition of proposals"),
            not_chosen=Text(
                ja="下記の調達について提出のあった貴社の企画提案を公告に定めた基準により審査した結果、貴社を交渉権者としなかったので、その理由とともに通知します。",
                en="Your proposal was examined by the criteria of the notice and was not chosen for negotiation. The reasons follow.",
            ),
            why_not=Text(ja="貴社を交渉権者としなかった理由", en="Why your proposal was not chosen"),
            advantages=Text(ja="貴社の評価と交渉権者の優位な点", en="Your evaluation, and the relative advantages of the party to negotiate with"),
        ),
    ),
    "contract": Ending(
        party=Text(ja="契約の相手方", en="Contract party"),
        amount=Text(ja="契約金額", en="Value of the contract"),
        decided=Text(ja="契約の相手方を決定した日", en="Date of the decision"),
        status=Text(ja="契約の相手方", en="contract"),
        opened=Text(ja="見積書を開封した日", en="Opening of the offer"),
        draft=Text(
            ja="案: 契約の相手方の決定前に作成したものであり、このまま公表・送付してはならない。",
            en="DRAFT: made before the contract is decided; not to be published or sent as it is.",
        ),
        notice=Text(ja="随意契約の相手方の公示", en="Notice of a discretionary contract"),
        noticed=Text(
            ja="次のとおり随意契約の相手方を決定したので公示します。",
            en="The party of a discretionary contract has been decided as follows.",
        ),
        published=Text(
            ja="この公示は、政府調達に関する協定第16条2に定める事項を記載し、契約の相手方の決定の後72日以内に行うものである。",
            en=f"This notice holds the items of GPA Art. XVI:2 and is published {GPA_72_DAYS}",
        ),
        letter=Text(ja="契約の相手方の決定通知書", en="Notice of the decision to contract with you"),
        told=Text(
            ja="下記の調達について、貴社を随意契約の相手方と決定したので通知します。",
            en="It has been decided to contract with you for the procurement below, without competition.",
        ),
        caution=Text(ja="", en=""),
        to_fill_in=CONTRACT_BLANKS,
    ),
}


AGREED = replace(
    ENDINGS["contract"],
    opened=ENDINGS["negotiation"].opened,
    notice=Text(ja="契約の相手方の公示", en="Notice of contract"),
    noticed=Text(
        ja="次のとおり、企画競争による交渉を経て契約の相手方を決定したので公示します。",
        en="After a competition of proposals and negotiations, the party to contract with has been decided as follows.",
    ),
    told=Text(
        ja="下記の調達について、企画競争による交渉の結果、貴社を契約の相手方と決定したので通知します。",
        en="After the competition of proposals for the procurement below and negotiations, it has been decided to contract with you.",
    ),
    competed=Competed(
        results=Text(ja="企画競争の審査の結果", en="Result of the competition of proposals"),
        not_chosen=Text(
            ja="下記の調達について提出のあった貴社の企画提案を公告に定めた基準により審査した結果、貴社を契約の相手方としなかったので、その理由とともに通知します。",
            en="Your proposal for the procurement below was examined by the criteria of the notice and was not chosen. The reasons follow.",
        ),
        why_not=Text(ja="貴社を契約の相手方としなかった理由", en="Why your proposal was not chosen"),
        advantages=Text(ja="貴社の評価と契約の相手方の優位な点", en="Your evaluation, and the relative advantages of the contract party"),
    ),
)
"""A competition of proposals once a contract is decided at the price agreed on."""


def ending_of(published: Publishable) -> Ending:
    """The words for what the tender's method ends in, or has come to."""
    ending, decided = ends_in(published.tender.shape.method), published.publication.award
    return AGREED if ending == "negotiation" and decided is not None and decided.price is not None else ENDINGS[ending]


def draft_text(tender: Tender) -> Text:
    """What is said on a paper that rests on a decision not taken yet."""
    return ENDINGS[ends_in(tender.shape.method)].draft
