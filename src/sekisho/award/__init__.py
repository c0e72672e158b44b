"""Stage 3, the award (落札): what is proposed, to be decided and signed by a person. Neighbours: `evaluation` below, `desk` above."""
