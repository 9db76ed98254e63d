-- A certificate that an app's owner brought. The private key is AES-GCM ciphertext of its PEM.
create table sni_endpoint (
    id                uuid primary key,
    app_id            uuid        not null references app on delete cascade,
    name              text        not null,
    certificate_chain text        not null,
    private_key       bytea       not null,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    unique (app_id, name)
);

-- A hostname that leads to an app, beside the app's own below the installation's domain, which needs no row.
create table domain (
    id              uuid primary key,
    app_id          uuid        not null references app on delete cascade,
    hostname        text        not null unique,
    sni_endpoint_id uuid references sni_endpoint on delete set null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);
create index domain_app on domain (app_id);
create index domain_sni_endpoint on domain (sni_endpoint_id);

-- Webhooks and their events outlive their app until the last delivery ended: the app's removal is an event, too.
-- "secret" and "authorization_header" are AES-GCM ciphertext.
create table webhook (
    id                   uuid primary key,
    app_id               uuid references app on delete set null,
    url                  text        not null,
    include              jsonb       not null,
    level                text        not null check (level in ('notify', 'sync')),
    secret               bytea       not null,
    authorization_header bytea,
    created_at           timestamptz not null,
    updated_at           timestamptz not null
);
create index webhook_app on webhook (app_id);

create table webhook_event (
    id         uuid primary key,
    app_id     uuid references app on delete set null,
    include    text        not null,
    payload    text        not null,
    created_at timestamptz not null
);
create index webhook_event_app on webhook_event (app_id, created_at);
create index webhook_event_age on webhook_event (created_at);

create table webhook_delivery (
    id              uuid primary key,
    seq             bigint      not null generated always as identity,
    webhook_id      uuid        not null references webhook on delete cascade,
    event_id        uuid        not null references webhook_event on delete cascade,
    status          text        not null check (status in ('pending', 'retrying', 'failed', 'succeeded')),
    num_attempts    integer     not null default 0,
    next_attempt_at timestamptz,
    attempt_id      uuid,
    attempt_at      timestamptz,
    attempt_code    integer,
    attempt_error   text,
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);
create index webhook_delivery_order on webhook_delivery (webhook_id, seq);
create index webhook_delivery_event on webhook_delivery (event_id);
create index webhook_delivery_due on webhook_delivery (next_attempt_at) where next_attempt_at is not null;
