"""How strong evidence of control is that states no share: who decides, who has a say, who is merely linked.

The kinds are the interest types of BODS 0.4 and, below them, what GLEIF and FollowTheMoney state. A kind that is not in the table has a say: it is
neither dropped nor made more of than a source that we do not know allows.
"""

from collections.abc import Mapping
from fractions import Fraction

from .model import Control, Strength

HALF = Fraction(50)
STRENGTHS: Mapping[str, Strength] = {
    "appointmentOfBoard": "decides",
    "controlViaCompanyRulesOrArticles": "decides",
    "controlByLegalFramework": "decides",
    "trustee": "decides",
    "nominator": "decides",
    "votingRights": "influences",
    "otherInfluenceOrControl": "influences",
    "seniorManagingOfficial": "influences",
    "boardMember": "influences",
    "boardChair": "influences",
    "settlor": "influences",
    "protector": "influences",
    "nominee": "influences",
    "rightsGrantedByContract": "influences",
    "conditionalRightsGrantedByContract": "influences",
    "unknownInterest": "influences",
    "unpublishedInterest": "influences",
    "beneficiaryOfLegalArrangement": "linked",
    "rightsToSurplusAssetsOnDissolution": "linked",
    "rightsToProfitOrIncome": "linked",
    "rightToProfitOrIncomeFromAssets": "linked",
    "enjoymentAndUseOfAssets": "linked",
    # GLEIF level 2
    "directConsolidation": "decides",
    "ultimateConsolidation": "decides",
    "headOffice": "decides",
    "umbrellaFund": "decides",
    "fundManagement": "influences",
    "feederFund": "linked",
    # FollowTheMoney
    "parent": "decides",
    "directorship": "influences",
    "representation": "linked",
    "membership": "linked",
    "employment": "linked",
    "family": "linked",
    "associate": "linked",
    "unknownLink": "linked",
}


def strength_of(control: Control) -> Strength:
    """Decides, influences or is linked. Voting rights decide where their minimum is half or more."""
    if control.kind == "votingRights" and control.share.minimum >= HALF:
        return "decides"
    return STRENGTHS.get(control.kind, "influences")
