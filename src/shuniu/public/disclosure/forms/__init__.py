"""The forms: shape is judged here, rights and law in the operations and procedures."""
