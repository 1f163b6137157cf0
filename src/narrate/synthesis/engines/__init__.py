"""Engines, one a module (or a few): leaves that nothing imports by name."""
