-- Keeps jobs, their images and their attempts by the month in which they came in, so that a month can be detached and put
-- away in one statement. docs/scaling.md says when that is worth it. For a database with this version's schema and no
-- server on it: the rows that are there become the first partition, which is read once.
--
--   psql --set ON_ERROR_STOP=1 --single-transaction --file deploy/postgresql/partition.sql

-- The least id of a job that came in at that moment: ids are UUIDs of version 7, which begin with the millisecond.
CREATE OR REPLACE FUNCTION atelier_job_id(moment TIMESTAMPTZ) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT left(hex, 8) || '-' || right(hex, 4)
  FROM (SELECT lpad(to_hex(CAST(extract(epoch FROM moment) * 1000 AS BIGINT)), 12, '0') AS hex) AS millisecond
$$;

-- Makes the partitions of a month, before it begins: from a timer, some months ahead.
CREATE OR REPLACE PROCEDURE atelier_add_month(month DATE) LANGUAGE plpgsql AS $$
DECLARE
  part TEXT;
BEGIN
  FOREACH part IN ARRAY ARRAY['job', 'job_image', 'job_attempt'] LOOP
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
      part || to_char(month, '_YYYY_MM'), part,
      atelier_job_id(month::timestamp AT TIME ZONE 'UTC'),
      atelier_job_id((month + INTERVAL '1 month') AT TIME ZONE 'UTC'));
  END LOOP;
END $$;

-- Turns a table into the first partition of one of the same name: all that came in before the next month.
CREATE OR REPLACE PROCEDURE atelier_partition(part TEXT, by_column TEXT) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I RENAME TO %I', part, part || '_first');
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)'
    ' PARTITION BY RANGE (%I)', part, part || '_first', by_column);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)', part, part || '_first',
    atelier_job_id((date_trunc('month', now() AT TIME ZONE 'UTC') + INTERVAL '1 month') AT TIME ZONE 'UTC'));
END $$;

CALL atelier_partition('job', 'id');
CALL atelier_partition('job_image', 'job');
CALL atelier_partition('job_attempt', 'job');
CALL atelier_add_month(CAST(date_trunc('month', now() AT TIME ZONE 'UTC') + INTERVAL '1 month' AS DATE));
CALL atelier_add_month(CAST(date_trunc('month', now() AT TIME ZONE 'UTC') + INTERVAL '2 months' AS DATE));

-- A month is put away with its three tables, once none of its jobs is queued or running:
--   ALTER TABLE job DETACH PARTITION job_2026_12 CONCURRENTLY;        and so job_image_2026_12, job_attempt_2026_12
