"""The desk: the pages on which reporters and editors write, and all commands."""
