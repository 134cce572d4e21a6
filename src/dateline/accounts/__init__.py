"""People, their sessions, sign-in limits, and the permissions of each role."""
