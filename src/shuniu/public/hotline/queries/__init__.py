"""The hotline's questions."""
