"""The hotline's verbs: ``intake`` takes requests in, ``handling`` moves them, ``joining`` joins and splits them,
``citizens`` is what the citizen may do with number and query code."""
