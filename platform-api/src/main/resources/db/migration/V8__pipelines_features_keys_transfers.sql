-- Not a foreign key: an owner is a user, or whatever "owner_type" comes to know.
create table pipeline (
    id         uuid primary key,
    name       text        not null,
    owner_id   uuid        not null,
    owner_type text        not null check (owner_type in ('user', 'team')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (owner_id, name)
);

create table pipeline_coupling (
    id          uuid primary key,
    pipeline_id uuid        not null references pipeline on delete cascade,
    app_id      uuid        not null unique references app on delete cascade,
    stage       text        not null check (stage in ('review', 'development', 'test', 'staging', 'production')),
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
create index pipeline_coupling_pipeline on pipeline_coupling (pipeline_id);

create table pipeline_promotion (
    id                uuid primary key,
    pipeline_id       uuid        not null references pipeline on delete cascade,
    source_app_id     uuid        not null references app on delete cascade,
    source_release_id uuid        not null references release on delete cascade,
    created_at        timestamptz not null
);

-- What became of a target is what became of its release; without one, "error_message" says why there is none.
create table pipeline_promotion_target (
    id            uuid primary key,
    promotion_id  uuid not null references pipeline_promotion on delete cascade,
    app_id        uuid not null references app on delete cascade,
    release_id    uuid references release on delete cascade,
    error_message text,
    check ((release_id is null) <> (error_message is null))
);
create index pipeline_promotion_target_promotion on pipeline_promotion_target (promotion_id);

-- A feature that somebody turned on for an app; what is always on is not here.
create table app_feature (
    app_id     uuid        not null references app on delete cascade,
    name       text        not null,
    enabled_at timestamptz not null,
    primary key (app_id, name)
);

create table ssh_key (
    id          uuid primary key,
    account_id  uuid        not null references account on delete cascade,
    public_key  text        not null,
    comment     text        not null,
    fingerprint text        not null unique,
    created_at  timestamptz not null
);
create index ssh_key_account on ssh_key (account_id);

create table app_transfer (
    id           uuid primary key,
    app_id       uuid        not null references app on delete cascade,
    owner_id     uuid        not null references account on delete cascade,
    recipient_id uuid        not null references account on delete cascade,
    state        text        not null check (state in ('pending', 'accepted', 'declined')),
    created_at   timestamptz not null,
    updated_at   timestamptz not null
);
create unique index app_transfer_pending on app_transfer (app_id) where state = 'pending';

create table favorite (
    id         uuid primary key,
    account_id uuid        not null references account on delete cascade,
    app_id     uuid        not null references app on delete cascade,
    created_at timestamptz not null,
    unique (account_id, app_id)
);
