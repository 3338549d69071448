"""From text to analysis: normalise, find, sweep, unite, identify; from analysis to redacted text by policy.

What keeps libraries from the network, and on one core, is set here, before any of them can be imported.
"""

import os
import socket

# tldextract (inside Presidio) would look up the list of public suffixes at the first e-mail address
os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""
os.environ.setdefault("TLDEXTRACT_CACHE", os.devnull)
# urllib3 (inside spaCy and tldextract) would open a socket when imported, to see whether IPv6 can be bound
socket.has_ipv6 = False
# one process scans on one core: batches start a process for each core, and more threads would only wait
for _library in ("OPENBLAS", "MKL", "OMP", "VECLIB"):
    os.environ.setdefault(f"{_library}_{'MAXIMUM' if _library == 'VECLIB' else 'NUM'}_THREADS", "1")
