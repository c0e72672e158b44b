"""The record (記録): an append-only transparency log of salted, canonical envelopes, verifiable offline.

C2SP tlog-tiles, tlog-checkpoint and signed-note; RFC 6962/9162 hashing; RFC 8785 canonical JSON; salted digests in the shape of SD-JWT (RFC 9901).
Knows no file and no key store: it reads and writes through Protocols. Neighbours: `findings` below, `desk` above.
"""
