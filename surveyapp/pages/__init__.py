"""The only floor that knows HTTP: pages for residents, clerks, analysts and the public."""
