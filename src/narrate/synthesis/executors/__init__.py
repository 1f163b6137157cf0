"""Executors, one a module: leaves that nothing imports by name."""
