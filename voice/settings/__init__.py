"""Where the program keeps its files, and what the user has chosen."""
