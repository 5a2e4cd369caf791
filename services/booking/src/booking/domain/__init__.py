"""The rules of places, bookings and waiting, as pure functions."""
