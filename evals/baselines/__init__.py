"""What people build first, held to the same cases as the service."""
