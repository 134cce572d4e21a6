"""What only people of the newsroom see: who is at a desk, notes, questions, what changed there."""
