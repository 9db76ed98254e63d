-- What a provider may do with one of its add-ons, and what it has said of it so far. Codes and tokens are hashed.
create table partner_grant (
    addon_id          uuid primary key references addon on delete cascade,
    code_hash         bytea,
    code_expires_at   timestamptz not null,
    access_hash       bytea unique,
    access_expires_at timestamptz,
    refresh_hash      bytea,
    -- Encrypted JSON: what the provider says that the add-on exports.
    config            bytea,
    -- Whether the provider says that the add-on is there; it may say so before it has answered.
    finished          boolean not null default false
);
create index partner_grant_code on partner_grant (code_hash);
create index partner_grant_refresh on partner_grant (refresh_hash);
