-- Whether the upstream itself said what the attempt cost; else it is our estimate.
ALTER TABLE upstream_costs ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
