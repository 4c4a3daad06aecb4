-- Recordings of the texts a tablet reads aloud, and who vouches for a language.
-- Grows: some 80 clips per unit and language, 20 to 100 kB each; a new recording replaces the old.
-- Privacy: staff's and speakers' voices reading fixed texts, and one speaker's name per language;
-- nothing of any citizen.
-- Undo: a new migration that drops both tables; the texts are recorded again.

-- Rows are too large for a table without rowid. The body comes last: SQLite then reads the other
-- columns without it.
create table clip (
    unit text not null,
    language text not null check (length(language) between 2 and 12),
    -- The first 16 digits of the SHA-256 of the Vietnamese wording.
    text_key text not null check (length(text_key) = 16),
    sha256 blob not null check (length(sha256) = 32),
    media_type text not null
        check (media_type in ('audio/webm', 'audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/wav')),
    recorded_on text not null check (length(recorded_on) = 10),
    -- 1: a speaker has heard and approved this very recording. Tablets play no other.
    reviewed integer not null check (reviewed in (0, 1)),
    body blob not null check (length(body) between 1 and 1048576),
    primary key (unit, language, text_key)
) strict;

create index clip_by_content on clip (sha256);

create table spoken_language (
    unit text not null,
    language text not null check (length(language) between 2 and 12),
    -- The native speaker who heard every recording.
    speaker text not null check (length(speaker) between 1 and 100),
    signed_on text not null check (length(signed_on) = 10),
    -- The account that wrote it down.
    signed_by text not null,
    primary key (unit, language)
) strict, without rowid;
