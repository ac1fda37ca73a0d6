"""What stands around Django: page cache, headers, proxies, media, health."""
