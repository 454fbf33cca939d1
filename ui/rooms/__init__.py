"""Rooms of this server: their addresses for phones, the phones' page, and its texts."""
