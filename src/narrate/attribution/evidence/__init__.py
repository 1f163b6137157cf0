"""What speaks for and against each candidate of a turn, as numbers and as the facts they come from."""
