"""Pictures, stored in the sizes and formats that pages need."""
