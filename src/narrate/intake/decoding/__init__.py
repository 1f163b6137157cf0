"""Bytes from strangers → text and trees: kinds of files, encodings, ZIP archives, XML."""
