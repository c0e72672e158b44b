"""Sekisho (関所): the checkpoint that a government's ICT purchases pass.

Lists in, screened, evaluated, an award proposed, the papers written, the record sealed and verified.
The rooms and who may import whom stand in `docs/explanation/house.md`; the words in `docs/glossary.md`.
"""

__version__ = "0.1.0"
