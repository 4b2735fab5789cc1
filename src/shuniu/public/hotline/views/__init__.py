"""The hotline's pages for staff: load, call once, answer."""
