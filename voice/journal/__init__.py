"""The journal: what is remembered between sessions. Records in and out; the rest of the program sees no SQL."""
