"""The page in a browser: what a session shows and takes there, who may see it, and the server that gives it."""
