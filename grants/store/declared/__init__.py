"""What people declare in TOML: read into records with every fault placed, written back."""
