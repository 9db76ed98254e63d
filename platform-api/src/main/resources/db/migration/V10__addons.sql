-- Add-ons, and the names under which apps have them.
create table addon (
    id          uuid primary key,
    name        text not null unique,
    app_id      uuid not null references app,
    service     text not null,
    plan        text not null,
    state       text not null check (state in ('provisioning', 'provisioned', 'deprovisioning')),
    options     jsonb not null default '{}',
    -- What its provider calls it.
    provider_id text,
    message     text not null default '',
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
create index addon_app on addon (app_id);

-- What an add-on exports, encrypted JSON: the part of a config var's name after the attachment's, to its value.
create table addon_config (
    addon_id   uuid not null references addon on delete cascade,
    credential text not null,
    config     bytea not null,
    primary key (addon_id, credential)
);

create table addon_attachment (
    id         uuid primary key,
    addon_id   uuid not null references addon on delete cascade,
    app_id     uuid not null references app on delete cascade,
    name       text not null,
    credential text not null default 'default',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (app_id, name)
);
create index addon_attachment_addon on addon_attachment (addon_id);

-- Names of the config vars that were an add-on's: a rollback does not bring back their old values.
alter table release_config add column attached text[] not null default '{}';
-- A release that only changes what an add-on exports does not run the release command.
alter table release add column skips_command boolean not null default false;
alter table release add column addon_plan_names text[] not null default '{}';
