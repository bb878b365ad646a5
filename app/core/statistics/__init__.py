"""Figures of progress: from a few small counts to shares, streaks, forecasts and distributions.

Everything here is computed from counts that the store keeps, never from the log itself, so that it costs
the same at any size of the collection.
"""
