"""The current state of coverages (posts, summary, pin, key points), derived from the journal."""
