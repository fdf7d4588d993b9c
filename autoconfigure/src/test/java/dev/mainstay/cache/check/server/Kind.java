package dev.mainstay.cache.check.server;

import java.util.function.BiPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The queries: their text, and what they mean. In a text {@code C} stands for the
 * columns, {@code T} and {@code O} for the table and the other one, {@code #} and
 * {@code @} for the id and the group, given as parameters or written out.
 */
enum Kind {

	/**
	 * One row.
	 */
	ROW("SELECT C FROM T WHERE id = #", (question, row) -> row.id() == question.id()),

	/**
	 * One row if its version is odd, else nothing.
	 */
	ROW_IF_ODD("SELECT C FROM T WHERE id = # AND version % 2 = 1",
			(question, row) -> row.id() == question.id() && row.isOdd()),

	/**
	 * The rows of a group.
	 */
	GROUP("SELECT C FROM T WHERE grp = @ ORDER BY id", (question, row) -> row.grp() == question.grp()),

	/**
	 * Those of a group whose version is odd.
	 */
	GROUP_IF_ODD("SELECT C FROM T WHERE grp = @ AND version % 2 = 1 ORDER BY id",
			(question, row) -> row.grp() == question.grp() && row.isOdd()),

	/**
	 * One row if it is in a group.
	 */
	ROW_OF_GROUP("SELECT C FROM T WHERE grp = @ AND id = #",
			(question, row) -> row.grp() == question.grp() && row.id() == question.id()),

	/**
	 * One row or a group.
	 */
	ROW_OR_GROUP("SELECT C FROM T WHERE grp = @ OR id = # ORDER BY id",
			(question, row) -> row.grp() == question.grp() || row.id() == question.id()),

	/**
	 * The rows from an id on.
	 */
	FROM_ROW("SELECT C FROM T WHERE id >= # ORDER BY id", (question, row) -> row.id() >= question.id()),

	/**
	 * Two rows.
	 */
	PAIR("SELECT C FROM T WHERE id IN (#, # + 1) ORDER BY id",
			(question, row) -> row.id() == question.id() || row.id() == question.id() + 1),

	/**
	 * A group, without naming the columns.
	 */
	STAR("SELECT * FROM T WHERE grp = @ ORDER BY id", (question, row) -> row.grp() == question.grp()),

	/**
	 * The first two of a group.
	 */
	FIRST("SELECT C FROM T WHERE grp = @ ORDER BY id LIMIT 2", (question, row) -> row.grp() == question.grp()) {

		@Override
		Stream<Found> finish(Question question, Stream<Found> rows) {
			return rows.limit(2);
		}

	},

	/**
	 * The one of a group that was changed most often.
	 */
	LATEST("SELECT C FROM T WHERE grp = @ ORDER BY version DESC, id LIMIT 1",
			(question, row) -> row.grp() == question.grp()) {

		@Override
		Stream<Found> finish(Question question, Stream<Found> rows) {
			return rows.reduce((one, other) -> (other.version() > one.version()) ? other : one).stream();
		}

	},

	/**
	 * How many there are in a group, and the sum of their versions.
	 */
	SUM("SELECT -1, 0, count(*), coalesce(sum(version), 0), 0 FROM T WHERE grp = @",
			(question, row) -> row.grp() == question.grp()) {

		@Override
		Stream<Found> finish(Question question, Stream<Found> rows) {
			return Stream.of(Found.total(rows));
		}

	},

	/**
	 * How many there are, and the sum of their versions.
	 */
	TOTAL("SELECT -1, 0, count(*), coalesce(sum(version), 0), 0 FROM T", (question, row) -> true) {

		@Override
		Stream<Found> finish(Question question, Stream<Found> rows) {
			return Stream.of(Found.total(rows));
		}

	},

	/**
	 * The rows whose namesake in the other table is in a group.
	 */
	NAMESAKE("SELECT C FROM T WHERE id IN (SELECT id FROM O WHERE grp = @) ORDER BY id", (question, row) -> true) {

		@Override
		Stream<Found> answer(Question question, Register register) {
			return super.answer(question, register).filter((row) -> register.find(1 - (int) row.table(), row.id())
				.filter((other) -> other.grp() == question.grp())
				.isPresent());
		}

	},

	/**
	 * The rows of a group and their namesakes in the other table.
	 */
	JOIN("SELECT J FROM reg_a a JOIN reg_b b ON b.id = a.id WHERE a.grp = @ ORDER BY a.id",
			(question, row) -> row.grp() == question.grp()) {

		@Override
		Stream<Found> answer(Question question, Register register) {
			return register.rows(0)
				.filter((row) -> row.grp() == question.grp())
				.flatMap((row) -> register.find(1, row.id()).stream().flatMap((other) -> Stream.of(row, other)));
		}

	},

	/**
	 * A group of both tables, through a view.
	 */
	VIEW("SELECT source, id, grp, version, mark FROM reg_all WHERE grp = @ ORDER BY source, id",
			(question, row) -> row.grp() == question.grp()) {

		@Override
		Stream<Found> answer(Question question, Register register) {
			return Stream.concat(register.rows(0), register.rows(1)).filter((row) -> row.grp() == question.grp());
		}

	};

	private final String text;

	private final BiPredicate<Question, Found> condition;

	Kind(String text, BiPredicate<Question, Found> condition) {
		this.text = text;
		this.condition = condition;
	}

	String text() {
		return this.text;
	}

	/**
	 * Return what the answer is if these rows are there.
	 * @param question the question
	 * @param register the rows
	 * @return the rows of the answer in order
	 */
	Stream<Found> answer(Question question, Register register) {
		return finish(question, register.rows(question.table()).filter((row) -> this.condition.test(question, row)));
	}

	Stream<Found> finish(Question question, Stream<Found> rows) {
		return rows;
	}

	/**
	 * A row of a table, as it is found in an answer.
	 *
	 * @param table the table, or -1 for a sum of rows
	 * @param id the primary key
	 * @param grp the group
	 * @param version the version
	 * @param mark who has written it
	 */
	record Found(long table, long id, long grp, long version, long mark) {

		static final int WIDTH = 5;

		static Found total(Stream<Found> rows) {
			return rows.reduce(new Found(-1, 0, 0, 0, 0),
					(sum, row) -> new Found(-1, 0, sum.grp + 1, sum.version + row.version, 0));
		}

		boolean isOdd() {
			return this.version % 2 == 1;
		}

		Place place() {
			return new Place((int) this.table, (int) this.id);
		}

		Row state() {
			return new Row(true, (int) this.grp, this.version, this.mark);
		}

		LongStream numbers() {
			return LongStream.of(this.table, this.id, this.grp, this.version, this.mark);
		}

	}

}
