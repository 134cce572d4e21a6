"""Commands: the only way to publish or change anything. One module for each kind of object.

A command takes the write lock and then, in this order:

1. returns the earlier result if its idempotency key was used before;
2. checks that the person may run it;
3. checks that nobody changed the object since the writer saw it;
4. appends entries.

It returns `Completed` or raises a `CommandRefused`.
"""
