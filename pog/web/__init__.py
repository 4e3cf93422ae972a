"""HTTP for every feature; knows nothing of profiles."""
