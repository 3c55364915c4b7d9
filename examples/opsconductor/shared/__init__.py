"""What every service of OpsConductor uses: base service, database, authentication, calls to each other."""
