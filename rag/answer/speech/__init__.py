"""Who says what, and to whom it is attributed."""
