"""The scorecard of the evaluation: `make bench-evaluation` measures what the issue on comprehensive evaluation asks for.

The tender is made from a seed: criteria, evaluators' grades and prices. The peer is `reference`, the same arithmetic written as plainly as can be, a
fraction for every mark and a whole evaluation for every trial. It runs in the same process on a part of the tender; its seconds are told times
what is left out, and what it comes to is held to ours number for number.

    make bench-evaluation                                    everything; figures are kept in build/bench-evaluation.json
    .venv/bin/python -m bench.evaluation --quick --no-peers  a tenth of every size, Sekisho alone
"""
