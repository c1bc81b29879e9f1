"""What is said and what is understood, as data for each language, and its loader."""
