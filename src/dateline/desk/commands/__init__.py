"""Commands: the only way in which anything becomes public, one module for each noun.

A command takes the write lock and then, in this order: was its idempotency key used before? may
this person do it? was it overtaken? append. It returns `Completed` or raises a `CommandRefused`.
"""
