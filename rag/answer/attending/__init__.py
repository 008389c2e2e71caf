"""Who takes part in meetings, calls and visits."""
