"""Bills of materials from other people's formats: CycloneDX JSON 1.4 to 1.7."""
