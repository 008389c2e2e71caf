"""The trained models: the reader says whether a sentence answers a question and with which words, the support model
whether sentences carry a statement. Knows nothing of retrieval and answers."""
