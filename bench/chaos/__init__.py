"""Chaos: what is killed, torn, cut and forged, and what finds it."""
