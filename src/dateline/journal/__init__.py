"""The log engine: an ordered, append-only journal, and the machinery that derives tables from it.

This package does not know what entries mean. Other packages register their kinds of entry, their
projections and their followers here.
"""
