"""What a build tells of itself while it runs and at its end."""
