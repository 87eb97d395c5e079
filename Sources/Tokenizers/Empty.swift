// The module's first types land with the next commits.
