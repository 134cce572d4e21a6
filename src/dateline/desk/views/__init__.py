"""The desk's pages, one module for each noun. Every act is a form that works alone."""
