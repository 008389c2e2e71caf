"""Whether sentences carry a statement in other words: by its words, its grammar, and who is meant."""
