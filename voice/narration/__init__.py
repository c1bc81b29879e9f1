"""From words to sound: rendering, trimming and keeping what the guide says."""
