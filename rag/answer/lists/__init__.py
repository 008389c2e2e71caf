"""Questions that ask for all of something."""
