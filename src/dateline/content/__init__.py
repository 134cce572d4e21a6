"""Content: the tree of parts that a post is made of, its markup, and sanitising."""
