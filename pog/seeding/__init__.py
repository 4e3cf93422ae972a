"""Published profiles, frameworks and the worked example: read from seeds/ and loaded."""
