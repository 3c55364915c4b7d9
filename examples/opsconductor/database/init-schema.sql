-- Tables of OpsConductor. PostgreSQL runs this once, on the first start of an empty data volume.

CREATE TABLE accounts (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username      text NOT NULL UNIQUE,
    password_hash text NOT NULL,                    -- scrypt$N$r$p$salt$hash, salt and hash in hexadecimal
    realm_roles   text[] NOT NULL,                  -- named as in Keycloak, e.g. opsconductor-admin
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE assets (
    name       text PRIMARY KEY,
    kind       text NOT NULL,                       -- a key of asset-service/data/kinds.json
    address    text NOT NULL,
    connection text NOT NULL CHECK (connection IN ('local', 'ssh')),
    port       integer NOT NULL DEFAULT 22 CHECK (port BETWEEN 1 AND 65535),
    username   text NOT NULL DEFAULT 'ops'
);

CREATE TABLE runs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    asset       text NOT NULL,
    action      text NOT NULL,
    command     text NOT NULL,
    status      text NOT NULL CHECK (status IN ('succeeded', 'failed')),
    exit_code   integer,                            -- NULL when the command did not run to its end
    output      text NOT NULL,
    summary     text NOT NULL,
    duration_ms integer NOT NULL,
    username    text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE notifications (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    level      text NOT NULL,                       -- a level of shared/levels.json
    title      text NOT NULL,
    body       text NOT NULL,
    source     text NOT NULL,                       -- the service that left it
    username   text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE questions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username   text NOT NULL,
    question   text NOT NULL,
    answer     text NOT NULL,
    ok         boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- web-1 and db-1 have addresses that are reserved for examples (RFC 5737): a run on them fails until PUT /assets gives real ones.
INSERT INTO assets (name, kind, address, connection) VALUES
    ('localhost', 'container', '127.0.0.1', 'local'),
    ('web-1', 'web-server', '192.0.2.11', 'ssh'),
    ('db-1', 'database', '192.0.2.21', 'ssh');
