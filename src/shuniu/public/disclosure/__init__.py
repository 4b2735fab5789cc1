"""政务公开: what the government must publish, and what people ask it for."""
