"""Pages: an executed notebook as one HTML file, and the index of all of them."""
