-- Buildpacks that a user set, in their order; without any the language is detected. "url" is what the user gave.
create table buildpack_installation (
    app_id  uuid    not null references app on delete cascade,
    ordinal integer not null,
    key     text    not null,
    url     text    not null,
    primary key (app_id, ordinal)
);

-- "buildpacks": what built, in its order, as [{"key": …, "url": …}]. The others describe the source as the caller did.
alter table build
    add column buildpacks          jsonb not null default '[]',
    add column source_url          text,
    add column source_checksum     text,
    add column version_description text;

-- Identifies the source the slug was built from: equal for the same source, whichever app it was built for.
alter table slug
    add column checksum text;

-- Whether the slug is that of whichever release runs when this one's turn comes: a change of config vars.
alter table release
    add column inherits_slug boolean not null default false;
