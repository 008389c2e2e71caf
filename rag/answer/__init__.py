"""From ranked sentences to an answer: read them, choose, put the answer's words first, refuse in doubt, verify."""
