"""A session: the guide joined to its ears, its voice and its devices."""
