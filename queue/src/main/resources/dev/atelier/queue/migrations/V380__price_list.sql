-- By which price list a job was sold, and as what.
ALTER TABLE job ADD COLUMN price_list TEXT NOT NULL DEFAULT 'published';
ALTER TABLE job ADD COLUMN sold_as TEXT NOT NULL DEFAULT '';

-- Only APIMart's API sold by the picture until now.
UPDATE job SET sold_as = 'apimart' WHERE flat_micros IS NOT NULL;
