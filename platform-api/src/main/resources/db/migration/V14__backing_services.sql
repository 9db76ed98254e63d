-- Containers that add-ons live in. The design is encrypted: it may hold passwords.
create table backing_service (
    name       text primary key,
    design     bytea not null,
    -- Whether it has run once: until then its ports may still change.
    proven     boolean not null default false,
    created_at timestamptz not null
);

-- Ports of the host, which stand in the addresses that apps were given.
create table backing_port (
    port           integer primary key,
    service        text not null references backing_service on delete cascade,
    container_port integer not null,
    unique (service, container_port)
);
