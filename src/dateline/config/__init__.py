"""Django's settings and the root URLs."""
