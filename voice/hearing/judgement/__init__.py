"""The judgement: what was meant for the guide, from everything that is known of it."""
