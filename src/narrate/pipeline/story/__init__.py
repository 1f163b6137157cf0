"""From what a person gave to a script whose people all have voices."""
