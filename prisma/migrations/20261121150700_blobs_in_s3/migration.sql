-- Blobs whose octets lie in storage that speaks S3 have `blob.store` 2 and no chunks. See docs/adr/blobs-in-s3.md.
-- An object is noted here before it is written, so that whatever a crash leaves behind is found and removed; the note also holds the
-- time since which nothing has needed the object.
create table blob_object (
  sha256 bytea primary key,
  touched_at timestamptz not null default now()
);
