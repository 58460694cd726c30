CREATE TABLE note (id TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL);
CREATE INDEX note_state ON note (owner, state, id);
CREATE INDEX note_body ON note (body) WHERE owner = 'deleted';
