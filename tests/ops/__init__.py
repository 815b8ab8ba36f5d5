"""Starting, stopping and configuring the portal."""
