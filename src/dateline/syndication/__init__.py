"""Syndication: carries coverage to other sites and machines."""
