"""The page: holds the reader's page as it stands, block by block, and serves it."""
