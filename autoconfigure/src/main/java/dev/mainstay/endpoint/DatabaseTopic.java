package dev.mainstay.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;

/**
 * The endpoints below {@code /actuator/database}. Boot wants a plain id for each; the
 * path they are known by has the topic behind a slash.
 */
public enum DatabaseTopic {

	/**
	 * Whether the database can be reached.
	 */
	HEALTH(true),

	/**
	 * What and where the database is, and how it is used.
	 */
	INFO(true),

	/**
	 * The figures of the pools.
	 */
	POOL(true),

	/**
	 * The constraints that were broken.
	 */
	CONSTRAINTS(true),

	/**
	 * What became of transactions.
	 */
	TRANSACTIONS(true),

	/**
	 * Deadlocks and what to do about them.
	 */
	DEADLOCKS(true),

	/**
	 * What was measured last.
	 */
	METRICS(true),

	/**
	 * What was measured in the last day.
	 */
	METRICS_HISTORY("metrics/history", true),

	/**
	 * Statements that take too long, and those that take most of the time.
	 */
	SLOW_QUERIES("slow-queries", true),

	/**
	 * Switches monitoring on and off.
	 */
	MONITORING(false),

	/**
	 * What is wrong, and was; changes only where its access is opened.
	 */
	ALERTS(true),

	/**
	 * How the query cache is used; drops answers only where its access is opened.
	 */
	CACHE(true),

	/**
	 * What the detectors have found.
	 */
	FINDINGS(true),

	/**
	 * Renews all connections.
	 */
	RECONNECT(false),

	/**
	 * Runs one reading statement.
	 */
	TEST(false);

	/**
	 * The id of the endpoint above all topics.
	 */
	public static final String ROOT = "database";

	private final String segment;

	private final boolean readOnly;

	DatabaseTopic(boolean readOnly) {
		this.segment = name().toLowerCase(Locale.ROOT);
		this.readOnly = readOnly;
	}

	DatabaseTopic(String segment, boolean readOnly) {
		this.segment = segment;
		this.readOnly = readOnly;
	}

	/**
	 * Return the ids of the endpoints that only read; they are exposed together with the
	 * one above them.
	 * @return the ids
	 */
	public static List<String> readOnlyIds() {
		return Arrays.stream(values()).filter((topic) -> topic.readOnly).map(DatabaseTopic::id).toList();
	}

	/**
	 * Return the topic of an endpoint.
	 * @param id the id of the endpoint
	 * @return its topic, or {@code null} if it is none of these
	 */
	public static @Nullable DatabaseTopic of(EndpointId id) {
		for (DatabaseTopic topic : values()) {
			if (id.toLowerCaseString().equals(topic.id())) {
				return topic;
			}
		}
		return null;
	}

	String id() {
		return ROOT + this.segment.replaceAll("[-/]", "");
	}

	/**
	 * Return the last part of the path.
	 * @return the topic in lower case, with a slash where it is part of another one
	 */
	public String segment() {
		return this.segment;
	}

}
