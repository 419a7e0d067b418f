"""Everything that is kept; every SELECT in the house is here."""
