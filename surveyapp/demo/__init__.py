"""The synthetic wave, made through the app's own operations."""
