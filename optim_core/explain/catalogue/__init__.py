"""What is known and what is measured about each optimizer, for its page in the catalogue."""
