"""The bins that days since the last repetition are counted in."""

SPANS = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610)
"""Lower edges of the bins: each about 1.6 times the one before."""
