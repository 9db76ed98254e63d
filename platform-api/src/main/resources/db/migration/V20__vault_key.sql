-- What the vault's key file signs, so that a start with another one is noticed. There is one row at most.
create table vault_key (
    only_one  boolean primary key default true check (only_one),
    signature bytea not null
);
