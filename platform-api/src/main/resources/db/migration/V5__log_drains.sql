-- "url" is AES-GCM ciphertext: services put credentials into its user info, path or query.
create table log_drain (
    id         uuid primary key,
    app_id     uuid        not null references app on delete cascade,
    token      text        not null unique,
    url        bytea       not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index log_drain_app on log_drain (app_id);
