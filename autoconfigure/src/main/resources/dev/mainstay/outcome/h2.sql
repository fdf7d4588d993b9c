CREATE TABLE mainstay_outcome (
	id UUID PRIMARY KEY,
	created_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
	rolled_back BOOLEAN DEFAULT FALSE NOT NULL
);

CREATE INDEX mainstay_outcome_created_at ON mainstay_outcome (created_at);
