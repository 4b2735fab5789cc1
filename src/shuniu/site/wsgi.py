"""The WSGI entry that the web server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuniu.site.settings")
application = get_wsgi_application()

# What start-up made (code, models, dictionaries of words) lives as long as the process: the collector need not walk
# over it, and over what is remembered, again for every few requests.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
