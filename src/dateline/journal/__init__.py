"""The log engine: an ordered, append-only record, and what is derived from it.

It knows entries, not what they say. Other packages register their kinds of entry, their projections
and their followers here.
"""
