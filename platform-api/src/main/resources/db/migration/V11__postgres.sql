-- PostgreSQL servers that hold the databases of add-ons, never the platform's own.
create table postgres_server (
    -- Of the backing service that runs it.
    name       text primary key,
    -- Which plans share it; null for a server that one add-on has for itself.
    class      text,
    -- Of the superuser, encrypted.
    password   bytea not null,
    created_at timestamptz not null
);

-- No reference to addon: the row says what is on a server, and goes only after that.
create table postgres_database (
    addon_id         uuid primary key,
    server           text not null references postgres_server,
    name             text not null unique,
    owner            text not null unique,
    -- Between the end of the old data and the new empty database.
    resetting        boolean not null default false,
    row_count        bigint,
    size_bytes       bigint,
    measured_at      timestamptz,
    -- Since when it has more rows or bytes than its plan allows.
    exceeding_since  timestamptz,
    inserts_refused  boolean not null default false,
    created_at       timestamptz not null
);
create index postgres_database_server on postgres_database (server);

create table postgres_credential (
    addon_id     uuid not null references postgres_database on delete cascade,
    name         text not null,
    -- What privileges are granted to; stays when the login is rotated. Of the default credential: the database's owner.
    role         text not null,
    login        text not null unique,
    -- Encrypted.
    password     bytea not null,
    -- The login before a rotation, which works until the apps have moved on.
    former_login text unique,
    rotated_at   timestamptz,
    created_at   timestamptz not null,
    primary key (addon_id, name)
);

-- What pg:diagnose found, for a month.
create table postgres_report (
    id         uuid primary key,
    addon_id   uuid not null references postgres_database on delete cascade,
    body       jsonb not null,
    created_at timestamptz not null
);
create index postgres_report_addon on postgres_report (addon_id);
