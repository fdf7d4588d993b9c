package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.util.ClassUtils;

/**
 * Reads errors of PostgreSQL, which names schema, table, column and constraint in fields
 * of their own, whatever its language.
 */
final class PostgresErrors {

	private static final boolean DRIVER = ClassUtils.isPresent("org.postgresql.util.PSQLException",
			PostgresErrors.class.getClassLoader());

	// The keys stand before the values, which are not read.
	private static final Pattern KEY = Pattern.compile("^[^(]*\\((.*?)\\)=\\(", Pattern.DOTALL);

	private static final Pattern CONSTRAINT = Pattern.compile(" constraint \"([^\"]+)\"");

	private PostgresErrors() {
	}

	static @Nullable Finding read(SQLException error) {
		String state = (error.getSQLState() != null) ? error.getSQLState() : "";
		ViolationKind kind = switch (state) {
			case "23505" -> ViolationKind.UNIQUE;
			case "23503" -> ViolationKind.FOREIGN_KEY;
			// ON DELETE or ON UPDATE RESTRICT, from PostgreSQL 18 on.
			case "23001" -> ViolationKind.STILL_REFERENCED;
			case "23502" -> ViolationKind.NOT_NULL;
			case "23514" -> ViolationKind.CHECK;
			case "23P01" -> ViolationKind.EXCLUSION;
			case "22001" -> ViolationKind.TOO_LONG;
			case "22003", "22008" -> ViolationKind.OUT_OF_RANGE;
			// 22021 and 22P05: characters that cannot be stored, such as U+0000.
			case "22P02", "22007", "22021", "22P05" -> ViolationKind.INVALID_FORMAT;
			default -> null;
		};
		if (kind == null) {
			return null;
		}
		return DRIVER ? Fields.of(kind, error) : text(kind, error);
	}

	// Without the driver's class the error comes from one that speaks its protocol.
	private static Finding text(ViolationKind kind, SQLException error) {
		String message = (error.getMessage() != null) ? error.getMessage() : "";
		Matcher constraint = CONSTRAINT.matcher(message);
		return Finding.parsed(kind).withConstraint(constraint.find() ? constraint.group(1) : null);
	}

	/**
	 * What is only loaded where the driver is there.
	 */
	private static final class Fields {

		static Finding of(ViolationKind kind, SQLException error) {
			ServerErrorMessage server = server(error);
			if (server == null) {
				return text(kind, error);
			}
			ViolationKind exactKind = switch (kind) {
				case FOREIGN_KEY -> side(server);
				// The row fits no partition, or not the one it was meant for.
				case CHECK ->
					(server.getConstraint() == null && server.getTable() != null) ? ViolationKind.NO_PARTITION : kind;
				default -> kind;
			};
			return Finding.exact(exactKind)
				.withTable(server.getSchema(), server.getTable())
				.withConstraint(server.getConstraint())
				.withColumns(columns(exactKind, server));
		}

		// In a batch the server's error is behind the driver's.
		private static @Nullable ServerErrorMessage server(SQLException error) {
			Throwable current = error;
			for (int depth = 0; depth < 4 && current != null; depth++) {
				if (current instanceof PSQLException own && own.getServerErrorMessage() != null) {
					return own.getServerErrorMessage();
				}
				SQLException next = (current instanceof SQLException chained) ? chained.getNextException() : null;
				current = (next != null) ? next : current.getCause();
			}
			return null;
		}

		// Both sides have one code. Servers that speak another language than English are
		// understood by the catalog, if the columns differ.
		private static ViolationKind side(ServerErrorMessage server) {
			String message = (server.getMessage() != null) ? server.getMessage() : "";
			if (message.startsWith("insert or update on table")) {
				return ViolationKind.MISSING_PARENT;
			}
			return message.startsWith("update or delete on table") ? ViolationKind.STILL_REFERENCED
					: ViolationKind.FOREIGN_KEY;
		}

		private static List<String> columns(ViolationKind kind, ServerErrorMessage server) {
			if (server.getColumn() != null) {
				return List.of(server.getColumn());
			}
			boolean keyed = kind == ViolationKind.UNIQUE || kind == ViolationKind.MISSING_PARENT
					|| kind == ViolationKind.FOREIGN_KEY || kind == ViolationKind.EXCLUSION;
			Matcher key = KEY.matcher((server.getDetail() != null) ? server.getDetail() : "");
			if (!keyed || !key.find()) {
				return List.of();
			}
			return key.group(1).contains("(") ? List.of(key.group(1)) : Arrays.asList(key.group(1).split(", "));
		}

	}

}
