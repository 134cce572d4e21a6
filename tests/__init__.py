"""Tests, a folder a room, named as promises. Ada reports, Ben edits, Cleo is outside, Rex reads."""
