"""Who made it, by what a device betrays of itself (識別情報): addresses, enterprise numbers, bus and radio ids, words, part numbers.

Serves the maker criterion of every pack where a label is missing or wrong (FAR 52.204-25: covered equipment under any brand). Tables say whom a mark
was assigned to or was seen on; this room weighs what they say, for and against. Neighbours: `names` below, `estate` and `screening` beside and above.
"""
