"""信访: letters and visits under their own Regulations."""
