"""postings.csv: read as groups or rows, checked line by line, written back."""
