"""A kind of matter that only tests know, so that what the kernel offers is tried without any business of the house."""
