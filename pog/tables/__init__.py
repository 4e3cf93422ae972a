"""Tables: one device and a scribe for 8-12 people, paper cards, and count sheets."""
