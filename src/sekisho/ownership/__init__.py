"""Who owns and controls whom (資本関係), as of a date: stakes as ranges, and the aggregate cascade over them.

Serves the owner criterion of every pack (OFAC FAQ 398/401 semantics: a cascade, never a product of percentages). Neighbours: `names` below,
`screening` above.
"""
