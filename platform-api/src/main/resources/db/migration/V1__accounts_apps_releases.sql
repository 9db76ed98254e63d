-- Everything desired is a row here; Docker is a cache of it.

create table account (
    id            uuid primary key,
    email         text        not null,
    password_hash text        not null,
    admin         boolean     not null default false,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    last_login    timestamptz
);
create unique index account_email on account (lower(email));

-- An API token. Only its SHA-256 is kept; "hint" is the redacted form that lists show.
create table oauth_authorization (
    id          uuid primary key,
    account_id  uuid        not null references account on delete cascade,
    description text        not null,
    token_hash  bytea       not null unique,
    hint        text        not null,
    expires_at  timestamptz,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
create index oauth_authorization_account on oauth_authorization (account_id);

create table app (
    id          uuid primary key,
    name        text        not null unique,
    owner_id    uuid        not null references account,
    maintenance boolean     not null default false,
    deleting    boolean     not null default false,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    released_at timestamptz
);
create index app_owner on app (owner_id);

-- "value" is AES-GCM ciphertext; the key is a file outside the database.
create table config_var (
    app_id uuid  not null references app on delete cascade,
    name   text  not null,
    value  bytea not null,
    primary key (app_id, name)
);

-- A build that is pending when the platform starts belongs to a process that died.
create table build (
    id          uuid primary key,
    app_id      uuid        not null references app on delete cascade,
    account_id  uuid        not null references account,
    commit_sha  text        not null,
    status      text        not null check (status in ('pending', 'succeeded', 'failed')),
    buildpack   text,
    slug_id     uuid,
    release_id  uuid,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
create index build_app on build (app_id, created_at);

create table build_output (
    build_id uuid primary key references build on delete cascade,
    text     text not null
);

create table slug (
    id            uuid primary key,
    app_id        uuid        not null references app on delete cascade,
    commit_sha    text        not null,
    image         text        not null,
    buildpack     text        not null,
    process_types jsonb       not null,
    size          bigint      not null,
    created_at    timestamptz not null
);
create index slug_app on slug (app_id);

create table release (
    id          uuid primary key,
    app_id      uuid        not null references app on delete cascade,
    version     integer     not null,
    description text        not null,
    account_id  uuid        not null references account,
    slug_id     uuid references slug,
    status      text        not null check (status in ('pending', 'succeeded', 'failed')),
    resumable   boolean     not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    unique (app_id, version)
);

-- The encrypted snapshot of the app's config vars when the release was made.
create table release_config (
    release_id uuid primary key references release on delete cascade,
    config     bytea not null
);

create table formation (
    id         uuid primary key,
    app_id     uuid        not null references app on delete cascade,
    type       text        not null,
    quantity   integer     not null check (quantity between 0 and 100),
    size       text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (app_id, type)
);
