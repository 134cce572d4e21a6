"""Commands: the only way in which anything becomes public.

Each is a function that takes the newsroom's turn and in it, in this order: has the key been seen?
may this person? was it overtaken? append. It returns `Done` and raises a `Refused`.
"""
