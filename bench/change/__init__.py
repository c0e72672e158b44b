"""The scorecard of changes: `make bench-change` measures what a new edition does to 100,000 subjects, and what a designation would reach.

Cases, bids and both editions are made from a seed; the seeded changes are known beforehand, so that what is reported is held to what was sown. The
peer is the plain way, everything screened again by both editions and compared; it runs in the same process on a part of the cases.

    make bench-change                                    everything; figures are kept in build/bench-change.json
    .venv/bin/python -m bench.change --quick --no-peers  a tenth of every size, Sekisho alone
"""
