"""The front door: settings, addresses and the composed application."""
