"""Muscles and regions as standalone images."""
