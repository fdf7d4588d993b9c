package dev.mainstay.cache.tracking;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.dependency.ReadTables;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.dependency.WrittenTables;
import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.StatementExecution;

/**
 * What is read while one answer is loaded. Belongs to the thread that loads, from
 * {@link #begin} to {@link #end}; loads may be nested.
 */
public final class LoadTrace {

	private static final int MOST_STATEMENTS = 200;

	private static final ThreadLocal<@Nullable LoadTrace> current = new ThreadLocal<>();

	private final @Nullable LoadTrace outer;

	private final Set<Text> texts = new LinkedHashSet<>();

	private final Set<Tag> tags = new LinkedHashSet<>();

	private final List<TransactionTrace> transactions = new ArrayList<>(1);

	private long stamp;

	private boolean reused;

	private boolean timeSensitive;

	private @Nullable String refusal;

	private LoadTrace(@Nullable LoadTrace outer, long stamp) {
		this.outer = outer;
		this.stamp = stamp;
	}

	/**
	 * Return the innermost load of the calling thread.
	 * @return the load, or {@code null} if it loads nothing
	 */
	public static @Nullable LoadTrace current() {
		return current.get();
	}

	/**
	 * Begin to follow what the calling thread reads.
	 * @param stamp the stamp that was taken before
	 * @return what is read, to be {@link #end() ended} in a {@code finally} block
	 */
	public static LoadTrace begin(long stamp) {
		LoadTrace trace = new LoadTrace(current.get(), stamp);
		current.set(trace);
		return trace;
	}

	/**
	 * Stop following. What was read belongs to the load around this one, too.
	 */
	public void end() {
		current.set(this.outer);
		if (this.outer != null) {
			this.outer.inherit(this);
		}
	}

	private void inherit(LoadTrace inner) {
		this.texts.addAll(inner.texts);
		this.tags.addAll(inner.tags);
		this.transactions.addAll(inner.transactions);
		this.stamp = Math.min(this.stamp, inner.stamp);
		this.reused |= inner.reused;
		this.timeSensitive |= inner.timeSensitive;
		if (inner.refusal != null) {
			refuse(inner.refusal);
		}
	}

	/**
	 * A part of the answer came from the cache.
	 * @param dependencies what that part depends on
	 * @param since the stamp that was taken before it was read
	 * @param dependsOnTime whether it depends on the time of day
	 */
	public void reuse(Tag[] dependencies, long since, boolean dependsOnTime) {
		this.tags.addAll(Arrays.asList(dependencies));
		this.stamp = Math.min(this.stamp, since);
		this.reused = true;
		this.timeSensitive |= dependsOnTime;
	}

	/**
	 * Say that the answer depends on something.
	 * @param tag what it depends on
	 */
	public void dependOn(Tag tag) {
		this.tags.add(tag);
	}

	/**
	 * Say that the answer may contain what was read before this load began.
	 * @param since a stamp that was taken before that was read
	 */
	public void readSince(long since) {
		this.stamp = Math.min(this.stamp, since);
		this.reused = true;
	}

	/**
	 * Say that the answer must not be kept. The first reason counts.
	 * @param reason why, in a sentence for people
	 */
	public void refuse(String reason) {
		if (this.refusal == null) {
			this.refusal = reason;
		}
	}

	void statement(StatementExecution execution, WrittenTables change, @Nullable TransactionTrace transaction,
			int isolation) {
		AdvisedConnection connection = execution.connection();
		String sql = execution.sql();
		if (sql == null || change.everything() || !change.tables().isEmpty()) {
			refuse("A statement changes data, or may do so");
		}
		else if (connection.isSessionChanged()) {
			refuse("The connection was changed in a way that the key does not tell, such as its schema");
		}
		else if (connection.isLentOut()) {
			refuse("The driver's own connection was used");
		}
		else if (isolation == Connection.TRANSACTION_READ_UNCOMMITTED) {
			refuse("It was read without isolation");
		}
		else if (this.texts.size() >= MOST_STATEMENTS) {
			refuse("More than %d different statements were executed".formatted(MOST_STATEMENTS));
		}
		else {
			this.texts.add(new Text(connection.dataSource(), connection.product(), sql));
		}
		if (transaction != null && !this.transactions.contains(transaction)) {
			this.transactions.add(transaction);
			this.reused |= transaction.stamp() < this.stamp;
			this.stamp = Math.min(this.stamp, transaction.stamp());
		}
	}

	/**
	 * Find out which tables were read, when the load is done. May ask the database.
	 * @param tables tells them
	 * @param versions has their tags
	 */
	public void resolve(StatementTables tables, TagVersions versions) {
		for (Text text : this.texts) {
			if (this.refusal != null) {
				return;
			}
			ReadTables read = tables.reads(text.dataSource(), text.product(), text.sql());
			String reason = read.refusal();
			if (reason != null) {
				refuse(reason);
			}
			this.timeSensitive |= read.timeSensitive();
			read.tables().forEach((name) -> this.tags.add(versions.tag(name)));
		}
		if (this.tags.isEmpty()) {
			refuse("Nothing was read that changes could be followed of");
		}
	}

	/**
	 * Return whether a transaction that something was read in has itself changed what the
	 * answer depends on.
	 * @param dependencies what the answer depends on
	 * @return whether it has, or may have
	 */
	public boolean isChangedByItsTransaction(Tag[] dependencies) {
		for (TransactionTrace transaction : this.transactions) {
			if (transaction.hasChanged(dependencies)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return what the answer depends on, as far as it is known.
	 * @return the tags
	 */
	public Tag[] tags() {
		return this.tags.toArray(Tag[]::new);
	}

	/**
	 * Return the number of the moment before anything of the answer was read.
	 * @return the stamp
	 */
	public long stamp() {
		return this.stamp;
	}

	/**
	 * Return whether all of the answer was read from the database since this load began.
	 * A stamp that is the same does not tell: it counts the changes that this instance
	 * knows of.
	 * @return {@code false} if a part of it is, or may be, older
	 */
	public boolean isFresh() {
		return !this.reused;
	}

	/**
	 * Return whether the answer depends on the time of day.
	 * @return whether it does
	 */
	public boolean isTimeSensitive() {
		return this.timeSensitive;
	}

	/**
	 * Return why the answer must not be kept.
	 * @return the reason in a sentence for people, or {@code null} if there is none
	 */
	public @Nullable String refusal() {
		return this.refusal;
	}

	/**
	 * A statement that was executed.
	 *
	 * @param dataSource the bean name of the data source
	 * @param product what it connects to
	 * @param sql the text
	 */
	private record Text(String dataSource, DatabaseProduct product, String sql) {

	}

}
