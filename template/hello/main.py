"""Answers GET / with a greeting, and GET /health for the health check."""
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GREETING = "Hello"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        known = {"/": f"{GREETING} from my-system\n", "/health": "healthy\n"}
        self.send_response(200 if self.path in known else 404)
        self.end_headers()
        self.wfile.write(known.get(self.path, "not found\n").encode())

    def log_request(self, code="-", size="-"):
        # the health check asks every two seconds: log the rest alone
        if self.path != "/health":
            super().log_request(code, size)


ThreadingHTTPServer(("", 8000), Handler).serve_forever()
