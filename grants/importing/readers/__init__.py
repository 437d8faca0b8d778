"""Files of the ERP systems: what they say, line by line, under a profile that says how to read them."""
