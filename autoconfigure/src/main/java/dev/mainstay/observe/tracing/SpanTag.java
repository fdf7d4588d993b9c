package dev.mainstay.observe.tracing;

/**
 * The tags of a statement's span. Names are those of OpenTelemetry's semantic conventions
 * for databases where these have one.
 */
public enum SpanTag {

	/**
	 * The product, such as {@code postgresql}.
	 */
	SYSTEM("db.system.name"),

	/**
	 * The name of the database, as far as the JDBC URL tells.
	 */
	NAMESPACE("db.namespace"),

	/**
	 * What the statement does, such as {@code SELECT}; {@code BATCH} before it if several
	 * were sent at once.
	 */
	OPERATION("db.operation.name"),

	/**
	 * How many were sent at once; only if there were at least two.
	 */
	BATCH_SIZE("db.operation.batch.size"),

	/**
	 * The normalised statement, without any value.
	 */
	TEXT("db.query.text"),

	/**
	 * How many rows were read.
	 */
	ROWS("db.response.returned_rows"),

	/**
	 * The SQLState of an error.
	 */
	STATUS("db.response.status_code"),

	/**
	 * Why the statement failed: one of {@link dev.mainstay.failure.FailureKind#id() the
	 * kinds}.
	 */
	ERROR("error.type"),

	/**
	 * The host of the server, as far as the JDBC URL tells.
	 */
	ADDRESS("server.address"),

	/**
	 * The port of the server.
	 */
	PORT("server.port"),

	/**
	 * The id of the statement's fingerprint, by which the endpoint lists it.
	 */
	FINGERPRINT("mainstay.fingerprint"),

	/**
	 * The name of the operation on whose behalf it was executed.
	 */
	UNIT("mainstay.operation"),

	/**
	 * The bean name of the data source.
	 */
	DATA_SOURCE("mainstay.pool");

	private final String key;

	SpanTag(String key) {
		this.key = key;
	}

	/**
	 * Return the key of the tag.
	 * @return the name of the attribute
	 */
	public String key() {
		return this.key;
	}

}
