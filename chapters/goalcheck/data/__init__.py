"""What was published, and when: the package, its schema, its vintages, its series."""
