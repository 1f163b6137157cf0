"""Web pages, as archives, converters and browsers save them."""
