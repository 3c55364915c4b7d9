from fastapi import FastAPI


def make_service(name: str) -> FastAPI:
    app = FastAPI(title=name)
    app.get("/health")(lambda: {"service": name})
    return app
