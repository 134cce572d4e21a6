"""Benchmarks: commands that measure something and print it. Anybody can run them again."""
