"""Forms: a funder's own Word or Excel file, filled with the fields of a grant."""
