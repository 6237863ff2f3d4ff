"""The course's own code, one noun per file; CONTRIBUTING.md has the map."""
