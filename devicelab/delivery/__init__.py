"""From notebook sources to what a learner holds: build, find, hand out."""
