"""Writing with a language model. It only drafts: what is shown is decided by what the articles say."""
