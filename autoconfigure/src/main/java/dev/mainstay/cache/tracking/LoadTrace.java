package dev.mainstay.cache.tracking;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.dependency.ReadTables;
import dev.mainstay.cache.dependency.StatementTables;
import dev.mainstay.cache.dependency.WrittenTables;
import dev.mainstay.cache.row.RowQuery;
import dev.mainstay.cache.row.RowRead;
import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagNames;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.operation.WorkScope;

/**
 * What is read while one answer is loaded. Belongs to the thread that loads, from
 * {@link #begin} to {@link #end}; loads may be nested.
 */
public final class LoadTrace {

	private static final int MOST_STATEMENTS = 200;

	// Beyond these an answer depends on whole tables, so that a look at it stays cheap.
	private static final int MOST_ROW_READS = 50;

	private static final int MOST_TAGS = 150;

	private static final ThreadLocal<@Nullable LoadTrace> current = new ThreadLocal<>();

	private final @Nullable LoadTrace outer;

	// What was executed, and which rows it has read each time; null where that may be
	// any.
	private final Map<StatementSource, @Nullable List<RowRead>> texts = new LinkedHashMap<>();

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
		inner.texts.forEach(this::add);
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
	 * Say that the answer depends on something that may be a table, and on all of it.
	 * @param name the name of a table, or one that a user gave
	 * @param versions has its tags
	 */
	public void dependOn(String name, TagVersions versions) {
		this.tags.add(versions.tag(name));
		this.tags.add(versions.tag(TagNames.rowsOf(name)));
	}

	/**
	 * Something was taken from elsewhere on the calling thread, and it is not known what
	 * it was read from. Nothing that is loaded there now, or from what the thread has in
	 * memory later in the same request, message or task, is kept.
	 * @param reason why, in a sentence for people
	 */
	public static void readUnseen(String reason) {
		LoadTrace load = current.get();
		if (load != null) {
			load.refuse(reason);
		}
		WorkScope work = WorkReads.outermost();
		if (work != null && work.attachment(LoadTrace.class) == null) {
			work.attach(LoadTrace.class, reason);
		}
	}

	// What the answer may contain besides what is read for it.
	void readBefore(WorkReads reads) {
		this.stamp = Math.min(this.stamp, reads.stamp());
		this.reused = true;
		reads.statements().forEach((statement) -> add(statement, null));
		if (reads.areTooMany()) {
			refuse("The persistence context holds entities that too many different statements have read");
		}
		WorkScope work = WorkReads.outermost();
		if (work != null && work.attachment(LoadTrace.class) instanceof String reason) {
			refuse(reason);
		}
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
			int isolation, StatementTables tables) {
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
		else if (connection.isStandby()) {
			refuse("The server is a standby, which does not say how far it is behind");
		}
		else if (isolation == Connection.TRANSACTION_READ_UNCOMMITTED) {
			refuse("It was read without isolation");
		}
		else if (this.texts.size() >= MOST_STATEMENTS) {
			refuse("More than %d different statements were executed".formatted(MOST_STATEMENTS));
		}
		else {
			StatementSource text = new StatementSource(connection.dataSource(), connection.product(), sql);
			RowRead read = rowRead(text, tables, execution);
			add(text, (read != null) ? List.of(read) : null);
		}
		if (transaction != null && !this.transactions.contains(transaction)) {
			this.transactions.add(transaction);
			this.reused |= transaction.stamp() < this.stamp;
			this.stamp = Math.min(this.stamp, transaction.stamp());
		}
	}

	private @Nullable RowRead rowRead(StatementSource text, StatementTables tables, StatementExecution execution) {
		if (this.texts.containsKey(text) && this.texts.get(text) == null) {
			return null;
		}
		return (tables.rows(text.dataSource(), text.product(), text.sql()) instanceof RowQuery query)
				? query.follow(execution) : null;
	}

	private void add(StatementSource text, @Nullable List<RowRead> reads) {
		boolean known = this.texts.containsKey(text);
		List<RowRead> before = this.texts.get(text);
		List<RowRead> all = null;
		if (reads != null && (before != null || !known)) {
			all = (before != null) ? before : new ArrayList<>(1);
			all.addAll(reads);
		}
		this.texts.put(text, (all != null && all.size() <= MOST_ROW_READS) ? all : null);
	}

	/**
	 * Find out which tables were read, when the load is done. May ask the database.
	 * @param tables tells them
	 * @param versions has their tags
	 */
	public void resolve(StatementTables tables, TagVersions versions) {
		for (Map.Entry<StatementSource, @Nullable List<RowRead>> entry : this.texts.entrySet()) {
			if (this.refusal != null) {
				return;
			}
			StatementSource text = entry.getKey();
			ReadTables read = tables.reads(text.dataSource(), text.product(), text.sql());
			String reason = read.refusal();
			if (reason != null) {
				refuse(reason);
			}
			this.timeSensitive |= read.timeSensitive();
			List<RowRead> rows = entry.getValue();
			if (rows == null || !dependOn(rows, versions)) {
				read.tables().forEach((name) -> dependOn(name, versions));
			}
		}
		if (this.tags.isEmpty()) {
			refuse("Nothing was read that changes could be followed of");
		}
	}

	private boolean dependOn(List<RowRead> reads, TagVersions versions) {
		Set<Tag> rows = new LinkedHashSet<>();
		boolean alone = this.texts.size() == 1 && reads.size() == 1;
		for (RowRead read : reads) {
			List<Long> marks = read.marks(versions.instance(), alone);
			if (marks == null) {
				return false;
			}
			// What changes the table otherwise than row by row.
			rows.add(versions.tag(read.table()));
			marks.forEach((mark) -> rows.add(versions.mark(mark)));
		}
		if (this.tags.size() + rows.size() > MOST_TAGS) {
			return false;
		}
		this.tags.addAll(rows);
		return true;
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

}
