"""The reader's pages, stored as rendered blocks."""
