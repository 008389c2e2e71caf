"""From a source to passages: fetch, parse, date, chunk."""
