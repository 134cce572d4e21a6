"""The content of posts: the tree of parts, its markup, and the sanitising of input."""
