"""The course as files that need no server: a page for each lesson and claim, and the index of a folder of them."""
