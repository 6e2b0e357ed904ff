"""Module 1: why Apple silicon, and whether for your job."""
