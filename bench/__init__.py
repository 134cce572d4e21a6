"""Benchmarks: commands that measure and print, each of which anybody can run again."""
