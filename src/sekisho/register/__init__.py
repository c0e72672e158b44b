"""Who or what is restricted (懸念先), on whose word, under which conditions, from when to when.

Editions are immutable and named by their digest; sources come with cards. Neighbours: `names` below, `screening` above; it does not see `policy`.
"""
