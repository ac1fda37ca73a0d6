"""Muscles and regions as pictures of their own."""
