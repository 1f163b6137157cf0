"""What all readers of marked-up files share: the manuscript they build, and the outline made of it."""
