"""The items of 実装データモデル 調達 (DS-451-8, デジタル庁, 2025-03-25): English name and Japanese name, in the model's order.

`Award_discription` is spelt as the model spells it.
"""

from collections.abc import Mapping

MODEL = "DS-451-8"
MODEL_DATE = "2025-03-25"

_HEAD = """
Procedure_type 公示種別
Category カテゴリー
CFT_issue_date 公示日
Official 契約担当官
Contract_folder_ID 調達機関コード
Organization_name 組織名
Organization_type 機関種別名
Lg_code 都道府県市町村コード
CFT_ID 入札公告番号
CFT_sub_ID 号番号（上記IDと合わせて一意）
Revised_type 訂正・取消区分
Revised_sub_type 区分
Revised_CFT_ID 変更公示ID
"""
_SUBJECT = """
Item_code 品目分類番号
Project_name 件名
Project_name_en 件名(英語)
Quantity 数量
Unit 単位
"""
_NOTICE = """
Project_description 公告
Period_end_time 納入期限日
Period_end_note 納入期限日備考
Period_detail 履行期間
Location 履行場所
Tender_type 入札方法
Additional_contract 追加工事
Construction_type 工事実施形態
Certification 参加資格
Certification_type 参加資格種類
Certification_area 参加希望地域
Participant_note 参加者条件
Postal_code_for_proposal 申請書提出郵便番号
Address_for_proposal 申請書提出住所
Organization_for_proposal 申請書提出組織
Official_for_proposal 申請書提出担当者
TEL_for_proposal 申請書提出電話番号
Submit_type_for_proposal 申請書提出方法
Postal_code_for_tender 入札書提出郵便番号
Address_for_tender 入札書提出住所
Organization_for_tender 入札書提出組織
Official_for_tender 入札書提出担当者
TEL_for_tender 入札書提出電話番号
Location_for_providing_contract_condition 契約条項を示す場所
Location_for_CFT_info 入札説明書交付場所
Contact_point_for_the_notice 公告問合せ先
Distribution_type_for_CFT_info 入札説明書交付方法
Explanatory_meeting_date_for_CFT_info 説明会日時
Explanatory_meeting_location_for_CFT_info 説明会場所
Tender_submission_deadline 入札期限日
Submit_type_for_tender 入札書提出方法
Opening_tenders_event 開札日
Opening_tenders_location 開札場所
Language 言語
Currency 通貨
Security_money_for_tender 入札保証金
Security_money_for_contract 契約保証金
Terms_for_tender 入札者に要求される事項
Terms_of_invalidation 入札の無効
Draw_up_contract 契約書作成の要否
Criterion_description 落札者の決定方法
Specialist 配置予定技術者の確認
Negotiation_process 手続きにおける交渉の有無
Etendering 電子調達システムの利用
Additional_info その他
No_cirtification_company 一般競争参加資格の認定を受けていない者の参加
Detail 詳細
External_document_uri 公告情報（url）
"""
_AWARD = """
Procurement_method 調達方法
Contract_type 契約方式
Award_party 落札者
JCN 落札者法人番号
Award_party_name 落札者氏名
Award_party_address 落札者住所
Award_price 落札価格
Award_discription 随意契約理由
Candidate_name 指名業者名
Evaluation_type 落札方式
Estimate_price 予定価格
"""


def _items(*parts: str) -> dict[str, str]:
    """English name -> Japanese name."""
    lines = [line for part in parts for line in part.strip().splitlines()]
    return {name: japanese for name, _, japanese in (line.partition(" ") for line in lines)}


NOTICE: Mapping[str, str] = _items(_HEAD, _SUBJECT, _NOTICE)
"""入札公告: 公告管理情報, then what a notice adds."""
AWARD: Mapping[str, str] = _items(_HEAD, _SUBJECT, _AWARD)
"""落札公告: 公告管理情報, then what an award adds."""
ITEMS: Mapping[str, str] = {**NOTICE, **AWARD}
OWN = frozenset({
    "Category", "Contract_folder_ID", "Organization_name", "CFT_ID", "Project_name", "Opening_tenders_event", "Criterion_description",
    "Award_party", "JCN", "Award_party_name", "Award_price", "Award_discription", "Evaluation_type", "Estimate_price",
})  # fmt: skip
"""What the case says itself."""
