"""Insight (辅助研判): suggests a competent unit, finds near-duplicates, warns of rising topics. It never decides."""
