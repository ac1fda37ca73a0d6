"""The Monday email to the owners: last week in numbers."""
