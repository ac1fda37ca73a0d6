"""Starting the processes that serve the site."""
