"""A real day of a real hotel, played through the running system and compared with what happened."""
