-- Categories for which moderation let a request pass that a person should look at.
CREATE TABLE job_flag (
  job TEXT NOT NULL,
  category TEXT NOT NULL,
  PRIMARY KEY (job, category)
);
