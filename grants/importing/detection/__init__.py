"""Detection: propose a profile for a file, and ask what the file leaves open."""
