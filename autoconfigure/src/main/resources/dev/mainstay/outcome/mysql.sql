CREATE TABLE mainstay_outcome (
	id BINARY(16) PRIMARY KEY,
	created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
	rolled_back BOOLEAN NOT NULL DEFAULT FALSE,
	session_id BIGINT,
	INDEX mainstay_outcome_created_at (created_at)
) ENGINE = InnoDB;
