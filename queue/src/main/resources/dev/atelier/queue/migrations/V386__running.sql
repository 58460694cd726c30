-- Running jobs are counted where somebody asks, by their index: every job that started and ended at once
-- changed this row twice.
ALTER TABLE queue_totals DROP COLUMN running;
