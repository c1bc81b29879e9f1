"""Words from sound: the recognisers and their processes, what they listen for, and their words in the guide's voice."""
