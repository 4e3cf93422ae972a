"""One file per export format; members are pure."""
