"""Pushes changes to open pages with server-sent events. This package imports no Django."""
