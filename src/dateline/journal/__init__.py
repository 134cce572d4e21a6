"""The journal: keeps the ordered, append-only record of what was made public."""
