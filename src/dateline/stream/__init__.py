"""The stream: keeps readers' open pages up to date. A plain package; it names no framework."""
