-- Backups, restores and copies of databases: each is a row from the moment somebody asks for it.
create table transfer (
    id              uuid primary key,
    -- Whose list it stands in: the app that the database belongs to.
    app_id          uuid not null references app on delete cascade,
    num             int not null,
    kind            text not null check (kind in ('backup', 'restore', 'copy')),
    -- The database that a backup is made of, or that is written. Not a foreign key: backups outlive their database.
    addon_id        uuid not null,
    -- Of a restore the backup, of a copy the database that is read; without one there is a URL, encrypted.
    source_id       uuid,
    source_url      bytea,
    from_name       text not null,
    to_name         text not null,
    automatic       boolean not null default false,
    extensions      text[] not null default '{}',
    state           text not null check (state in ('pending', 'running', 'succeeded', 'failed', 'cancelled')),
    -- How far a running one is, for whoever cleans up after a crash.
    step            text not null check (step in ('fetching', 'loading', 'switching')),
    processed_bytes bigint not null default 0,
    source_bytes    bigint not null default 0,
    warnings        int not null default 0,
    created_at      timestamptz not null,
    started_at      timestamptz,
    finished_at     timestamptz,
    -- When the database was missed first.
    orphaned_at     timestamptz,
    unique (app_id, num)
);
create index transfer_addon on transfer (addon_id);
create index transfer_unfinished on transfer (created_at) where finished_at is null;

-- The last number that an app's list gave; numbers of deleted backups do not come again.
create table transfer_number (
    app_id uuid primary key references app on delete cascade,
    last   int not null
);

create table transfer_line (
    id          bigint generated always as identity primary key,
    transfer_id uuid not null references transfer on delete cascade,
    created_at  timestamptz not null,
    message     text not null
);
create index transfer_line_transfer on transfer_line (transfer_id);

-- When a database is backed up by itself: every database has one row.
create table transfer_schedule (
    id        uuid primary key,
    addon_id  uuid not null unique references addon on delete cascade,
    -- The config var that a user scheduled it by; null for the time that Slipway chose.
    name      text,
    hour      int not null,
    minute    int not null,
    time_zone text not null,
    -- The last day, in that zone, of which nothing is to be done any more.
    last_day  date not null
);
