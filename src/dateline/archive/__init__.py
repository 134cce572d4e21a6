"""Imports pages of other systems, and exports coverages."""
