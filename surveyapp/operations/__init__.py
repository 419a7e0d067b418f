"""The work of the office, one file a line of work; a public function is one short reading or writing transaction."""
