"""The archive: brings other systems' pages in, and writes coverage out whole."""
