"""Words and what they mean to one another."""
