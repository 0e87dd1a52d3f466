"""Histories of real contracts to what govern says of each commit, beside what is known without it."""
