"""Child processes that answer one request at a time."""
