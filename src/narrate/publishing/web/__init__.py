"""Pages for browsers: strict, self-contained, for keyboard and screen reader first."""
