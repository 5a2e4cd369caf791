"""The rules of the house: each a pure function from a source tree to the places where it is broken."""
