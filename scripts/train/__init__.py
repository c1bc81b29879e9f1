"""From recordings to a model folder: `python -m scripts.train`; models/README.md says how to retrain."""
