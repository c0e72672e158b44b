"""The parts of the second verifier: nothing of sekisho is imported here, and nothing here is imported by sekisho."""
