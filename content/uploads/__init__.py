"""What staff upload, cleaned of everything that a file tells about its owner before it is stored."""
