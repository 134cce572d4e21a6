"""Claims: who says what, who denies it, and how far we have established it."""
