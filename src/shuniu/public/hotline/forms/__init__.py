"""What the hotline's screens ask for: shape and spelling. Whether a step may be taken is the procedure's to say."""
