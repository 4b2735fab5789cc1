"""政务公开: two years of publications and of requests for information in 云州, made by disclosure's own procedures."""
