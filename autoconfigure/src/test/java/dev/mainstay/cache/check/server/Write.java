package dev.mainstay.cache.check.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One write of the register.
 *
 * @param change its kind
 * @param table the table
 * @param ids the rows, if the kind is about rows
 * @param grp the group that is changed
 * @param target the group that rows are moved to
 * @param version that of a row that comes or goes
 * @param mark tells this write apart from all others
 * @param binding how the numbers are given
 * @param returning whether the statement returns what it has changed
 */
record Write(Change change, int table, List<Integer> ids, int grp, int target, long version, long mark, Binding binding,
		boolean returning) {

	private static final Pattern TABLE = Pattern.compile("\\bT\\b");

	/**
	 * Return what is known of the effects even if there was no answer.
	 * @return what is at each place if it was done
	 */
	Map<Place, Row> foreseen() {
		return switch (this.change) {
			case DELETE -> Map.of(place(this.ids.get(0)), Row.absent(this.version));
			case INSERT -> Map.of(place(this.ids.get(0)), new Row(true, this.target, this.version, this.mark));
			default -> Map.of();
		};
	}

	Write asReturning() {
		return new Write((this.change == Change.BATCH) ? Change.MOVE : this.change, this.table, this.ids, this.grp,
				this.target, this.version, this.mark, this.binding, true);
	}

	boolean isForeseen() {
		return this.change == Change.DELETE || this.change == Change.INSERT;
	}

	/**
	 * Do it.
	 * @param connection the connection to do it on
	 * @return what is at each place that was changed
	 * @throws SQLException if it fails
	 * @throws Blurred if it was done, and others have changed it before it could be seen
	 */
	Map<Place, Row> perform(Connection connection) throws SQLException {
		return switch (this.change) {
			case BATCH -> batch(connection);
			case WHOLE_ROW -> wholeRow(connection);
			case GENERATED -> generated(connection);
			default -> (this.returning && this.change != Change.DELETE) ? returned(connection)
					: seen(connection, update(connection));
		};
	}

	private Map<Place, Row> batch(Connection connection) throws SQLException {
		int count = 0;
		// Written out, all of them would have another text.
		Binding bound = (this.binding == Binding.LITERAL) ? Binding.INT : this.binding;
		try (PreparedStatement statement = connection.prepareStatement(sql(bound, 0, 0))) {
			for (int id : this.ids) {
				bind(statement, bound, id, 0);
				statement.addBatch();
			}
			for (int one : statement.executeBatch()) {
				count += one;
			}
		}
		return seen(connection, count);
	}

	private Map<Place, Row> wholeRow(Connection connection) throws SQLException {
		int id = this.ids.get(0);
		long before;
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT version FROM " + Place.name(this.table) + " WHERE id = ?")) {
			statement.setInt(1, id);
			try (ResultSet result = statement.executeQuery()) {
				if (!result.next()) {
					return Map.of();
				}
				before = result.getLong(1);
			}
		}
		try (PreparedStatement statement = connection.prepareStatement(text().replace("!", "?").replace("#", "?"))) {
			statement.setInt(1, this.target);
			statement.setLong(2, this.mark);
			statement.setLong(3, before + 1);
			statement.setInt(4, id);
			statement.setLong(5, before);
			return (statement.executeUpdate() == 0) ? Map.of()
					: Map.of(place(id), new Row(true, this.target, before + 1, this.mark));
		}
	}

	private Map<Place, Row> generated(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(text().replace("!", "?").replace("#", "?"),
				new String[] { "id" })) {
			statement.setInt(1, this.target);
			statement.setLong(2, this.version);
			statement.setLong(3, this.mark);
			statement.executeUpdate();
			try (ResultSet keys = statement.getGeneratedKeys()) {
				keys.next();
				return Map.of(place(keys.getInt(1)), new Row(true, this.target, this.version, this.mark));
			}
		}
	}

	private Map<Place, Row> returned(Connection connection) throws SQLException {
		String suffix = " RETURNING id, grp, version";
		if (this.binding == Binding.LITERAL) {
			try (Statement statement = connection.createStatement();
					ResultSet result = statement.executeQuery(literal() + suffix)) {
				return rows(result);
			}
		}
		try (PreparedStatement statement = connection.prepareStatement(sql(this.binding, 0, 0) + suffix)) {
			bind(statement, this.binding, firstId(), this.version);
			try (ResultSet result = statement.executeQuery()) {
				return rows(result);
			}
		}
	}

	private int update(Connection connection) throws SQLException {
		if (this.binding == Binding.LITERAL) {
			try (Statement statement = connection.createStatement()) {
				return statement.executeUpdate(literal());
			}
		}
		try (PreparedStatement statement = connection.prepareStatement(sql(this.binding, 0, 0))) {
			bind(statement, this.binding, firstId(), this.version);
			return statement.executeUpdate();
		}
	}

	private Map<Place, Row> seen(Connection connection, int count) throws SQLException {
		if (count == 0) {
			return Map.of();
		}
		if (isForeseen()) {
			return foreseen();
		}
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT id, grp, version FROM " + Place.name(this.table) + " WHERE mark = ?")) {
			statement.setLong(1, this.mark);
			try (ResultSet result = statement.executeQuery()) {
				Map<Place, Row> rows = rows(result);
				if (rows.size() < count) {
					throw new Blurred(rows);
				}
				return rows;
			}
		}
	}

	private Map<Place, Row> rows(ResultSet result) throws SQLException {
		Map<Place, Row> rows = new HashMap<>();
		while (result.next()) {
			rows.put(place(result.getInt(1)), new Row(true, result.getInt(2), result.getLong(3), this.mark));
		}
		return rows;
	}

	private Place place(int id) {
		return new Place(this.table, id);
	}

	private int firstId() {
		return this.ids.isEmpty() ? 0 : this.ids.get(0);
	}

	private String text() {
		return TABLE.matcher(this.change.text()).replaceAll(Place.name(this.table));
	}

	private String literal() {
		return sql(Binding.LITERAL, firstId(), this.version).replace("?", Long.toString(this.mark));
	}

	// The second number of a kind that has two is the version.
	private String sql(Binding bound, int id, long number) {
		String own = (bound == Binding.LITERAL) ? Long.toString(number) : "?";
		String text = text().replaceFirst("#", bound.text(id)).replace("#", own);
		return text.replace("@", bound.text(this.grp)).replace("!", bound.text(this.target));
	}

	private void bind(PreparedStatement statement, Binding bound, int id, long number) throws SQLException {
		int position = 0;
		boolean again = false;
		for (char letter : this.change.text().toCharArray()) {
			switch (letter) {
				case '#' -> {
					if (again) {
						statement.setLong(++position, number);
					}
					else {
						bound.bind(statement, ++position, id);
					}
					again = true;
				}
				case '@' -> bound.bind(statement, ++position, this.grp);
				case '!' -> bound.bind(statement, ++position, this.target);
				case '?' -> statement.setLong(++position, this.mark);
				default -> {
				}
			}
		}
	}

	/**
	 * Others were faster than a look at what was done.
	 */
	static final class Blurred extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Map<Place, Row> rows;

		Blurred(Map<Place, Row> rows) {
			super("Not all effects of a write are known");
			this.rows = rows;
		}

		Map<Place, Row> rows() {
			return this.rows;
		}

	}

}
