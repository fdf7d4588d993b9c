package dev.mainstay.cache.check.server;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * What is asked of the register, and how. Rows come as five numbers: table, id, group,
 * version, and the mark of who wrote it.
 *
 * @param kind which of the queries
 * @param table the table, 0 or 1
 * @param id the row
 * @param grp the group
 * @param binding how the numbers are given
 */
record Question(Kind kind, int table, int id, int grp, Binding binding) implements Serializable {

	static Question any(Random random) {
		Kind[] kinds = Kind.values();
		return new Question(kinds[random.nextInt(kinds.length)], random.nextInt(Place.TABLES),
				1 + random.nextInt(Place.ROWS), 1 + random.nextInt(Place.GROUPS), Binding.any(random));
	}

	String sql() {
		return expand(this.kind.text(), this.table).replace("#", this.binding.text(this.id))
			.replace("@", this.binding.text(this.grp));
	}

	private static String expand(String text, int table) {
		return text.replace(" C ", " " + table + ", id, grp, version, mark ")
			.replace(" J ", " 0, a.id, a.grp, a.version, a.mark, 1, b.id, b.grp, b.version, b.mark ")
			.replace(" T", " " + Place.name(table))
			.replace(" O ", " " + Place.name(1 - table) + " ");
	}

	/**
	 * Ask the database.
	 * @param connection the connection to ask on
	 * @return the rows
	 * @throws SQLException if it fails
	 */
	long[] ask(Connection connection) throws SQLException {
		if (this.binding == Binding.LITERAL) {
			try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql())) {
				return numbers(result);
			}
		}
		try (PreparedStatement statement = connection.prepareStatement(sql())) {
			int position = 0;
			for (char letter : this.kind.text().toCharArray()) {
				if (letter == '#' || letter == '@') {
					this.binding.bind(statement, ++position, (letter == '#') ? this.id : this.grp);
				}
			}
			try (ResultSet result = statement.executeQuery()) {
				return numbers(result);
			}
		}
	}

	private long[] numbers(ResultSet result) throws SQLException {
		boolean star = this.kind == Kind.STAR;
		int columns = star ? Kind.Found.WIDTH - 1 : (this.kind == Kind.JOIN) ? 2 * Kind.Found.WIDTH : Kind.Found.WIDTH;
		LongStream.Builder numbers = LongStream.builder();
		while (result.next()) {
			if (star) {
				numbers.add(this.table);
			}
			for (int i = 1; i <= columns; i++) {
				numbers.add(result.getLong(i));
			}
		}
		return numbers.build().toArray();
	}

	/**
	 * Return what the answer is if these rows are there.
	 * @param register the rows
	 * @return the numbers
	 */
	long[] answer(Register register) {
		return this.kind.answer(this, register).flatMapToLong(Kind.Found::numbers).toArray();
	}

}
