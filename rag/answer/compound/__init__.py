"""Questions that ask several things."""
