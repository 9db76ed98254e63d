-- What a release command printed; a release without one has no row. The platform bounds the text.
create table release_output (
    release_id uuid primary key references release on delete cascade,
    text       text not null
);
