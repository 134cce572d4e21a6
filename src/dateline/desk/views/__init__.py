"""The desk's pages, one module for each kind of object. They work without JavaScript."""
