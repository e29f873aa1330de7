"""Documents in the layout of official documents (GB/T 9704): what stands in them, how it looks, and writing them."""
