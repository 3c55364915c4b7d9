from shared.service import make_service

app = make_service("asset")
