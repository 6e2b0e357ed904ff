"""Module 2: one code, three devices."""
