-- Login: browser sessions, what tokens may do, OAuth clients, two-factor authentication.

alter table account add column if not exists name text;

-- A program that acts for users. Only its secret's SHA-256 is kept.
create table oauth_client (
    id           uuid primary key,
    account_id   uuid        not null references account on delete cascade,
    name         text        not null,
    redirect_uri text        not null,
    secret_hash  bytea       not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null
);
create index oauth_client_account on oauth_client (account_id);

-- "scope" is a list of names separated by commas. The tokens of a client go with it.
alter table oauth_authorization
    add column scope     text not null default 'global',
    add column client_id uuid references oauth_client on delete cascade;
create index oauth_authorization_client on oauth_authorization (client_id);

-- A browser that is logged in. Only the SHA-256 of its cookie is kept.
create table browser_session (
    id          uuid primary key,
    account_id  uuid        not null references account on delete cascade,
    token_hash  bytea       not null unique,
    description text        not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null
);
create index browser_session_account on browser_session (account_id);

-- "secret" is AES-GCM ciphertext. "last_step" is the time step of the newest code that was taken: none is taken twice.
create table two_factor (
    account_id uuid primary key references account on delete cascade,
    secret     bytea       not null,
    confirmed  boolean     not null,
    last_step  bigint      not null,
    created_at timestamptz not null
);

-- Keyed hashes of the codes that work once each when the second factor is lost.
create table recovery_code (
    id         uuid primary key,
    account_id uuid  not null references two_factor on delete cascade,
    hash       bytea not null
);
create index recovery_code_account on recovery_code (account_id);
