"""What is made of finished audiobooks: other formats, podcasts, reports, checks."""
