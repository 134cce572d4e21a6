"""Dateline: live coverage of contested events, where nothing public is ever changed silently."""

__version__ = "0.1.0"
