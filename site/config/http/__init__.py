"""HTTP around Django: page cache, headers, proxies, media, health checks."""
