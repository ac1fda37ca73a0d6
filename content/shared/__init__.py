"""Managing content that several pages show: glossary terms, reusable texts, testimonials."""
