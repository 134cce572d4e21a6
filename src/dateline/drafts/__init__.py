"""Drafts: texts that are not public yet, their versions, and their way to publication."""
