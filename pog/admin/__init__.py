"""Pages and commands for operators."""
