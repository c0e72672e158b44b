"""Tenders, bids and equipment lists (調達案件・応札・機器等リスト): what one side handed in, as values.

Serves steps 1 to 3 of the procedure in `docs/explanation/procedure.md`. Neighbours: `ownership` and `composition` below, `screening` above.
"""
