"""Starting and stopping the portal on one machine; knows nothing of Django."""
