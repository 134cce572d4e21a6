"""Tests, one folder for each package. Ada reports, Ben edits, Cleo is no member, Rex reads."""
