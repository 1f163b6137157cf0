"""From labelled novels to the weights of speaker attribution, and to the table of what they reach."""
