-- The span of the request in which a job came in, as W3C Trace Context writes it: the job's own spans are its children,
-- whenever and in whatever process they end.
ALTER TABLE job ADD COLUMN traceparent TEXT;
