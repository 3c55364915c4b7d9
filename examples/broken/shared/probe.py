"""`python -m shared.probe URL` ends well where the URL answers."""
import sys
import urllib.request

urllib.request.urlopen(sys.argv[1], timeout=3)
