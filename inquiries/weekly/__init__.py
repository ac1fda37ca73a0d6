"""The Monday mail to the owners: how the last week went, in numbers."""
