"""Thursday lunch: one service of a restaurant, played through the running system."""
