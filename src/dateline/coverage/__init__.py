"""Coverage: what stands now, folded from the log: coverages, posts, summary, pin, key points."""
