"""The theme desk: several people sort the notes of a room into clusters, and nothing is lost."""
