"""Papers of due process (通知書等): what an agency publishes, tells each bidder and keeps, from the notice of criteria to the complaint bundle.

Each paper is a list of blocks made from the one value its reader may see: `desk.notice_terms`, `desk.publish`, `desk.results`, or the whole case.
Serves GPA X:7(c), XVI and XVIII. Neighbours: `papers` around it for fonts, HTML, PDF and words; `desk` below.
"""
