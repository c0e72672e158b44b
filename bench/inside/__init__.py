"""The scorecard of the inside: `make bench-inside` measures what the issue on parts, owners, marks and the estate asks for, beside open peers.

A section is a module of this folder with a function `rows(plan: Plan) -> Iterable[Row]`; nothing else need be told of it. Its docstring says
what is measured. From `card` it takes `Row` with `at_least`, `at_most`, `equal` and `shown`, and `Plan`: `plan.size(n)` is n, or a tenth of it with
`--quick`; `plan.with_peers` is false with `--no-peers`. `cold` runs a command, or a module of this folder, in a process of its own and tells its
seconds from start to end and its peak memory. `places` says where inputs that are made (from a seed, once) and figures lie: all under `build/`.

A section that cannot be measured yields rows whose value is None and says in `detail` why: a figure that falls short is told as SHORT and fails
nothing. Peers are called in `peer_*` modules, each in a process of its own, and one that is not installed is told as such.

    make bench-inside                                everything, peers included
    .venv/bin/python -m bench.inside --only owners   one section; its figures take the place of its last ones
"""
