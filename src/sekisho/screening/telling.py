"""The sentences of findings and questions, in Japanese and English. Rules find facts; the words for them stand here, in one place.

Questions name no register entry and no designation: they go to the bidder.
"""

from collections.abc import Mapping

from ..ownership.model import Designated, Strength
from ..terms import Text

TRIGGER = {
    "supplier": Text(ja="供給者", en="Supplier"),
    "maker": Text(ja="製造業者", en="Maker"),
    "product": Text(ja="製品", en="Product"),
    "component": Text(ja="構成部品の製造業者", en="Maker of a component"),
    "owner": Text(ja="出資者", en="Owner"),
    "service-provider": Text(ja="役務の提供者", en="Service provider"),
    "subcontractor": Text(ja="再委託先", en="Subcontractor"),
    "place": Text(ja="製造・開発の場所", en="Place of production"),
    "undisclosed": Text(ja="未開示の事項", en="Undisclosed fact"),
    "represents": Text(ja="応札者の申告", en="The bidder's representation"),
    "control": Text(ja="支配", en="Control"),
    "government": Text(ja="外国政府", en="Government"),
}

CERTAINTY = {
    "same": Text(ja="登録簿の{entity}に該当する", en="is {entity} of the register"),
    "affiliate": Text(ja="登録簿の{entity}の関係会社に該当する", en="is an affiliate of {entity} of the register"),
    "possible": Text(ja="登録簿の{entity}と同一である可能性がある", en="may be {entity} of the register"),
}

CONDITION = {
    "kind": Text(ja="指定の対象とする種別に当たるか不明", en="whether the kind is one that the designation covers is not known"),
    "purpose": Text(ja="使用目的が示されておらず、指定の条件に当たるか不明", en="the purpose of use is not stated, on which the designation depends"),
    "affiliates": Text(ja="指定が関係会社に及ぶか明示されていない", en="the designation does not say whether it reaches affiliates"),
}

ALTERNATE = Text(
    ja="代替部品として挙げられており、実際に用いられるかは不明である。",
    en="It is listed as an alternate; whether it is fitted is not known.",
)

UNMET = {
    "kind": Text(ja="種別は指定の対象外", en="the kind is not one that the designation covers"),
    "purpose": Text(ja="使用目的は指定の条件に当たらない", en="the purpose of use is not one that the designation names"),
}

AGAINST = {
    "several-entities": Text(ja="その名称又は似た名称の者が登録簿に複数ある", en="several entities of the register bear the name, or one like it"),
    "weak-alias": Text(ja="略称・通称のみの一致", en="only a weak alias or acronym matches"),
    "reads-as-a-person": Text(ja="人の氏名とも読める", en="the name reads as a person's as well"),
    "identifier-differs": Text(ja="番号が登録簿の番号と異なる", en="an identifier differs from the register's"),
}

TRICK = {
    "bidi-control": Text(ja="文字の並びを変えて見せる制御文字", en="a control that shows text in another order"),
    "zero-width": Text(ja="見えない文字", en="an invisible character"),
    "filler": Text(ja="空白に見える文字", en="a filler that shows as a blank"),
    "variation-selector": Text(ja="漢字以外に付けた字形選択子", en="a variation selector where there is no variant"),
    "look-alike": Text(ja="他の文字に見える文字", en="a character that passes for another"),
}

STEPS = {
    "unmasked": Text(ja="見えない文字・他の文字に見える文字の読み替え", en="hidden and look-alike characters"),
    "width-and-case": Text(ja="全角・半角・大文字小文字・かなの統一", en="width, case and kana"),
    "han-variants": Text(ja="異体字(繁体・簡体・新字体)の統一", en="Han variants"),
    "legal-form": Text(ja="法人格の除去", en="legal form taken off"),
}

ASK_IDENTITY = Text(
    ja="次の者の正式名称(原語及び英語)、所在国、法人番号等の識別番号、親会社を示してください: {party}",
    en="State the full legal name (in its own script and in English), country, identification number and parent company of: {party}",
)
ASK_TRUE_MAKER = Text(
    ja="当該機器等又はその部品の識別情報(型番、MACアドレス、機器が返す文字列等)は、示された者と異なる製造業者を指しています。実際に設計・製造した者(OEM・ODM元を含む。)を示してください。",
    en="The marks of this item or of a part of it (part number, addresses, what it answers) point to another maker than the one named, or to "
    "one where none is named. State who designed and made it in fact, an OEM or ODM included.",
)
ASK_REPLACEMENT = Text(
    ja="当該機器等について、代替品の提案、又は懸念を払拭する資料の提出を求めます。",
    en="Propose a replacement for this item, or submit evidence that dispels the concern.",
)
ASK_ALTERNATE = Text(
    ja="当該代替部品を用いないことを、実際に用いる部品の製造業者と型番とともに示してください。",
    en="State that this alternate will not be fitted, with the maker and part number of the part that will be.",
)
ASK_PURPOSE = Text(ja="当該機器等の使用目的と設置場所を示してください。", en="State the purpose of use and the place of installation of this item.")
ASK_KIND = Text(ja="当該機器等の種別を示してください。", en="State the kind of this item.")
ASK_OWNERS = Text(
    ja="次の者の出資者(直接・間接、議決権の割合、基準日)を、自然人又は上場会社・国に至るまで示してください: {party}",
    en="State the owners of {party}, direct and indirect, with shares and their date, up to natural persons, listed companies or states.",
)
CONTROLLED: Mapping[tuple[Strength, bool], Text] = {
    ("decides", True): Text(ja="「{party}」を、懸念先が、持分によらず支配している。", en="A restricted entity controls “{party}” without shares."),
    ("influences", True): Text(
        ja="「{party}」に対し、懸念先が、持分によらず影響力を持っている。", en="A restricted entity has a say over “{party}” without shares."
    ),
    ("linked", True): Text(ja="「{party}」は、懸念先と関係がある。", en="“{party}” is linked with a restricted entity."),
    ("decides", False): Text(
        ja="「{party}」を持分によらず支配する者が明らかでなく、懸念先である可能性がある。",
        en="Who controls “{party}” without shares is not disclosed and may be a restricted entity.",
    ),
    ("influences", False): Text(
        ja="「{party}」に影響力を持つ者が明らかでなく、懸念先である可能性がある。",
        en="Who has a say over “{party}” is not disclosed and may be a restricted entity.",
    ),
    ("linked", False): Text(ja="「{party}」と関係がある者が明らかでない。", en="Somebody who is linked with “{party}” is not disclosed."),
}
"""By the strongest piece of evidence, and whether somebody restricted is named."""
GOVERNMENT: Mapping[bool, Text] = {
    True: Text(
        ja="「{party}」は、対象国の政府に保有又は支配されている({clause})。",
        en="“{party}” is owned or controlled by the government of a covered foreign country ({clause}).",
    ),
    False: Text(
        ja="「{party}」は、対象国の政府と関係がある({clause})。",
        en="“{party}” is connected to the government of a covered foreign country ({clause}).",
    ),
}
STRENGTH: Mapping[Strength, Text] = {
    "decides": Text(ja="支配", en="decides"),
    "influences": Text(ja="影響力", en="has a say"),
    "linked": Text(ja="関係", en="is linked"),
}
SURELY: Mapping[Designated, Text] = {
    "surely": Text(ja="懸念先又はその支配下", en="restricted or under one that is"),
    "possibly": Text(ja="懸念先の可能性", en="possibly restricted"),
    "no": Text(ja="懸念先ではない", en="not restricted"),
    "unknown": Text(ja="不明", en="unknown"),
}
ASK_CONTROL = Text(
    ja="次の者を支配し、又は影響力を持つ者(役員の選任権、議決権、役員、契約、連結等。持分の有無を問わない。)と実態を示してください: {party}",
    en="State who controls {party} or has a say over it, with or without shares (board, votes, officers, contracts, consolidation), and how.",
)
ASK_REGIME = Text(
    ja="職員による確認: 資本関係の規則「{regime}」が判断基準日に効力を有するかを確かめ、"
    "tender.yaml の regime_status に状態・日付・出典を記載してください。",
    en="For the officer: find out whether the ownership rule “{regime}” is in force on the judging date, and state it with its date and source "
    "under regime_status of tender.yaml.",
)
UNDETERMINED = Text(
    ja="効力の有無が定まらないため、懸念の有無を確認できない。", en="As long as that is not determined, nothing is cleared or barred by it."
)
WITHOUT_EFFECT = Text(ja="このため、その日はこの規則からは何も生じない(参考)。", en="So nothing follows from it that day (for information).")
STANDING: Mapping[str, Text] = {
    "in force": Text(ja="効力あり", en="in force"),
    "suspended": Text(ja="停止中", en="suspended"),
    "undetermined": Text(ja="不明", en="undetermined"),
    "not in force": Text(ja="効力なし", en="not in force"),
}
ASK_SUPPLIER = Text(
    ja="次の者以外からの調達への変更、又は懸念を払拭する資料の提出を求めます: {party}",
    en="Propose another party in place of {party}, or submit evidence that dispels the concern.",
)
ASK_SPELLING = Text(
    ja="次の名称の表記に、見えない文字又は他の文字に見える文字があります。入力し直した正式名称と、そう記載した理由を示してください: {name}",
    en="This name was written with hidden or look-alike characters; state the full legal name, typed anew, and why it was written so: {name}",
)
ASK_LIST = Text(
    ja="機器等リスト(様式に全ての機器・ソフトウェア・役務を記載したもの)を提出してください。",
    en="Submit the equipment list: the form with every piece of equipment, software and service.",
)
ASK_LEASE = Text(
    ja="リースする機器等を貴社に供給する者の正式名称、所在国及び法人番号等を示してください。",
    en="State the full legal name, country and identification number of whoever supplies the leased equipment to you.",
)
ASK_PLACE = Text(ja="当該機器等の設計・製造・組立の国を示してください。", en="State the countries of design, manufacture and assembly of this item.")

ATTESTED = Text(
    ja="この事項は証明書「{id}」({issuer}、有効期限{until})により示された。",
    en="Attestation “{id}” of {issuer} (valid until {until}) supplies it.",
)
ATTESTED_EXPIRED = Text(
    ja="証明書「{id}」({issuer})は有効期限({until})を過ぎており、証拠としない。",
    en="Attestation “{id}” of {issuer} expired on {until} and is no evidence.",
)
ATTESTED_NOT_YET = Text(
    ja="証明書「{id}」({issuer})は判断基準日より後に発行された。", en="Attestation “{id}” of {issuer} was issued after the judging date."
)
ATTESTED_OUT_OF_SCOPE = Text(
    ja="証明書「{id}」({issuer})の対象にこの行又は部品は含まれず、証拠としない。",
    en="The scope of attestation “{id}” of {issuer} does not hold this line or part; it is no evidence.",
)
ATTESTED_OTHER_MAKER = Text(
    ja="証明書「{id}」の発行者({issuer})はこの製品の製造業者ではなく、証拠としない。",
    en="Attestation “{id}” is by {issuer}, which is not the maker of this product; it is no evidence.",
)
ATTESTED_BY_RESTRICTED = Text(
    ja="証明書「{id}」の発行者({issuer})は登録簿の者である可能性があり、証拠としない。",
    en="Attestation “{id}” is by {issuer}, which the register may mean; it is no evidence.",
)
ATTESTED_NOT_TAKEN = Text(
    ja="証明書「{id}」({issuer})があるが、この調達方針は、これによりこの事項が示されたとはしない。職員が判断する。",
    en="There is attestation “{id}” of {issuer}; this policy does not take the fact as known by it. A person decides.",
)
ADVISED: Mapping[str, Text] = {
    "concern": Text(ja="助言機関は懸念ありとした。調達機関が判断する。", en="The advisory body sees a concern; the procuring entity decides."),
    "more-information": Text(ja="助言機関は追加の情報を求めている。", en="The advisory body asks for more information."),
}
ADVICE: Mapping[str, Text] = {
    "": Text(ja="助言: {body}に{day}に照会し、回答を受けていない。", en="Advice: asked of {body} on {day}, and not received."),
    "concern": Text(ja="助言: {body}から{day}に「懸念あり」との助言を受けた。", en="Advice: {body} answered on {day} that there is a concern."),
    "no-concern": Text(ja="助言: {body}から{day}に「懸念なし」との助言を受けた。", en="Advice: {body} answered on {day} that there is no concern."),
    "more-information": Text(ja="助言: {body}から{day}に追加の情報を求められた。", en="Advice: {body} asked for more information on {day}."),
    "expired": Text(ja="助言: {body}の助言は期限を過ぎている(照会{day})。", en="Advice: that of {body} has expired (asked on {day})."),
}
WITHHELD = Text(ja="その根拠は示されない({basis})。", en="What it rests on is withheld ({basis}).")
ASKED = Text(ja="{at}に照会した。回答期限は{due}である。", en="Asked on {at}; the last day for an answer is {due}.")
UNANSWERED = Text(
    ja="{at}に照会し、期限({due})までに回答がない。示されない事項は懸念を払拭しない。",
    en="Asked on {at} and not answered by {due}. What is not stated dispels nothing.",
)
REFUSED = Text(
    ja="応札者は{at}に回答を拒んだ。示されない事項は懸念を払拭しない。{answer}",
    en="The bidder refused to answer on {at}. What is not stated dispels nothing. {answer}",
)
ANSWERED = Text(
    ja="応札者は{at}に次のとおり回答した。回答のみでは懸念なしとせず、職員が判断する: {answer}",
    en="The bidder answered on {at}; an answer alone clears nothing, a person decides: {answer}",
)
ASK_REMOVAL = Text(
    ja="撤去・交換の計画(期限、作業時間帯、暫定措置、費用、代替品)を立て、又は懸念を払拭する資料を添えて決定を得てください。",
    en="Plan its removal (by when, in which window, interim measure, cost, substitute), or obtain a decision on evidence that dispels the concern.",
)
ASK_NAMEPLATE = Text(
    ja="銘板・購入記録・機器の表示で製造業者と型番を確かめ、台帳に記入してください(販売者やブランドでなく、製造した者)。",
    en="Verify the maker and model on the nameplate, in purchase records or on the device, and record them: who made it, not the seller or brand.",
)
NOBODY = Text(ja="製造業者が分からない。", en="Nobody knows who made it.")
INFERRED = Text(ja="走査・監視の道具が推定した", en="As a scanner or monitor infers:")
POINTED_TO = Text(ja="識別情報が、申告された製造業者とは別に次の者を指す。", en="Its marks point to a maker that was not declared.")
POINTED_TO_ALONE = Text(ja="製造業者は記載されていないが、識別情報が次の者を指す。", en="No maker is recorded; its marks point to one.")
RULE_FAILED = Text(ja="規則を実行できなかったため、懸念の有無を確認できていない。", en="A rule could not run, so nothing is cleared.")


def both(template: Text, **facts: str) -> Text:
    """The template in both languages with the same facts filled in."""
    return Text(ja=template.ja.format(**facts), en=template.en.format(**facts))


def joined(parts: list[Text]) -> Text:
    """Sentences one after the other."""
    return Text(ja="".join(part.ja for part in parts), en=" ".join(part.en for part in parts))
