"""What happened, when, in which order, and what became of it."""
