"""What is said for what is written, a module for each family of rules."""
