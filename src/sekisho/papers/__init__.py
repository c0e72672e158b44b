"""The judgement paper (判定書) and its data forms: HTML, PDF, XLSX, JSON, SARIF, in Japanese and English.

Papers tell, they never decide: every word comes from findings, scores and the pack. Neighbours: `desk` below, `wiring` above.
"""
