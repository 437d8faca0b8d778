"""Import of postings from the ERP: plan what an export changes, show it, write it whole or not at all."""
