"""Meaning from words: phrases of the table, amounts, and whole sentences in other words."""
