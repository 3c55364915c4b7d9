from shared.service import make_service
from steps import restart

app = make_service("automation")
app.post("/restart")(restart.run)
