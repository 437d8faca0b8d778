"""Figures: what postings, budget and terms add up to. Pure functions over records."""
