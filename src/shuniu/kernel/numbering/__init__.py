"""Numbers (编号, 文号) by series, period and unit: without gaps, without doubles."""
