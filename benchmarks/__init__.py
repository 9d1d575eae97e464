"""Benchmarks: each prints figures of one run side by side, so that their ratios mean something."""
