"""The server: one library behind HTTP, for people, programs and agents."""
