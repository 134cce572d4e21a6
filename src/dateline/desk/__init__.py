"""The desk: where reporters and editors write; every command lives here."""
