-- Whether the request of a job asks to be told of it: most do not, and are not looked up. Of older jobs nobody knows.
ALTER TABLE job ADD COLUMN subscribed SMALLINT NOT NULL DEFAULT 1;
