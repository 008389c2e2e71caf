"""Figures: what they count, where accounts of them differ, what corrected them."""
