"""Log lines on standard output: time in UTC, level, service, message."""

import logging
import sys
import time


class _NoHealthChecks(logging.Filter):
    """Drops uvicorn's access lines of successful health checks, several of which come each minute."""

    def filter(self, record: logging.LogRecord) -> bool:
        return '"GET /health' not in record.getMessage() or '" 200' not in record.getMessage()


def configure(service: str) -> None:
    """Set the one handler of the process; uvicorn's loggers use it as well."""
    formatter = logging.Formatter(f"%(asctime)sZ %(levelname)s {service} %(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").addFilter(_NoHealthChecks())
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
