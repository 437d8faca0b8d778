"""Benchmarks: whole commands against yardsticks, as ratios measured in one run."""
