package dev.mainstay.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.openjdk.jmh.annotations.CompilerControl;

/**
 * The query that is measured: prepared, given five parameters, read for ten rows and
 * closed.
 */
final class Query {

	private static final String SQL = """
			select o.id, o.number, o.placed_at, c.name, c.email from orders o
			join customers c on c.id = o.customer_id
			where o.status = ? and c.region = ? and o.placed_at > ? and o.total > ? limit ?""";

	private Query() {
	}

	@CompilerControl(CompilerControl.Mode.DONT_INLINE)
	static long run(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(SQL)) {
			statement.setString(1, "paid");
			statement.setString(2, "north");
			statement.setLong(3, 20_000);
			statement.setInt(4, 100);
			statement.setInt(5, 10);
			return sum(statement);
		}
	}

	@CompilerControl(CompilerControl.Mode.DONT_INLINE)
	private static long sum(PreparedStatement statement) throws SQLException {
		try (ResultSet rows = statement.executeQuery()) {
			long sum = 0;
			while (rows.next()) {
				sum += rows.getLong(1) + rows.getString(2).length();
			}
			return sum;
		}
	}

}
