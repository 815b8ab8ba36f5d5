"""What templates of every room may use of this one."""
