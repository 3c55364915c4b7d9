def run() -> dict[str, str]:
    return {"done": "restart"}
