"""Values: money, periods, units, texts; they know nothing of grants."""
