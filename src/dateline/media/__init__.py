"""Media: keeps pictures, in the sizes and formats that pages need."""
