"""Small faults, each of which some test must find: they show what the tests are worth."""
