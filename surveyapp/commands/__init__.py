"""The console commands: each a few lines over an operation or a job."""
