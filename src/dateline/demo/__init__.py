"""The demo: a coverage of an invented flood, played through the real commands."""
