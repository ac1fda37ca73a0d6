"""How staff keep what several pages show: glossary terms, reusable texts, testimonials."""
