"""Articles in SQLite (the truth), lexical and vector search over them, and the embedder."""
