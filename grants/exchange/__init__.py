"""Exchange: what other programs bring in, and what is made for them."""
