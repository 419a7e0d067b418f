"""What tests share: databases, a live server. Nothing here asserts."""
