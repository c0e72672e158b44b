"""The technical evaluation as files: criteria (評価項目) from a tender, each evaluator's sheet (採点表) out as a form and in with every mistake."""
