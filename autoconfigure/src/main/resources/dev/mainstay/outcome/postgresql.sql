CREATE TABLE mainstay_outcome (
	id UUID PRIMARY KEY,
	created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
	rolled_back BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX mainstay_outcome_created_at ON mainstay_outcome (created_at);
