"""The officer's day, one function a verb. Verbs take an `Office` of Protocols that `wiring` fills. Neighbours: `award` below, `feeds` above."""
