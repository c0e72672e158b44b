"""The scorecard of company names: `make bench-names` measures what the names issue asks for (T1–T11) on the public lists, beside open peers.

`sources` reads the public files, `datasets` labels pairs and keeps a split apart, `damage` spoils names in known ways, `subject` is the one
place that knows how Sekisho is called, `peers` the one that knows the others, `measures` counts, `screening` and `speed` measure, `scorecard`
prints and keeps.
"""
