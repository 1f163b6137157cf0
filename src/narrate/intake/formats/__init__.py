"""The readers: one module or package a format, each a function ``(data, name) → Outline``."""
