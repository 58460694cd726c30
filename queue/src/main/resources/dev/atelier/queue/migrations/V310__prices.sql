-- What each picture of a job costs where it is sold by the picture, and what one that was made costs.
ALTER TABLE job ADD COLUMN flat_micros BIGINT;
ALTER TABLE job_image ADD COLUMN price_micros BIGINT NOT NULL DEFAULT 0;
