"""What links where: pages that go, addresses that nobody finds, links that break."""
