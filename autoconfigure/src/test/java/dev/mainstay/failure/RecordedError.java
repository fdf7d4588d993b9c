package dev.mainstay.failure;

import java.lang.reflect.Constructor;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.transaction.TransactionSystemException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * An exception that was really thrown, with its causes and next exceptions. Numbers in
 * messages are replaced by zero.
 *
 * @param type the class of the exception
 * @param state the SQLState
 * @param code the vendor code
 * @param severity the severity that a PostgreSQL server gave
 * @param message the message
 * @param cause the cause
 * @param next the next exception, if it is not the cause
 * @param causeIsNext whether the next exception is the cause
 * @param application the error that a failed rollback of Spring tells in place of its
 * cause
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record RecordedError(String type, @Nullable String state, int code, @Nullable String severity, @Nullable String message,
		@Nullable RecordedError cause, @Nullable RecordedError next, boolean causeIsNext,
		@Nullable RecordedError application) {

	private static final int MAX_LENGTH = 400;

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	static RecordedError of(Throwable error) {
		SQLException database = (error instanceof SQLException) ? (SQLException) error : null;
		SQLException next = (database != null) ? database.getNextException() : null;
		boolean causeIsNext = next != null && next == error.getCause();
		return new RecordedError(error.getClass().getName(), (database != null) ? database.getSQLState() : null,
				(database != null) ? database.getErrorCode() : 0, severity(error), withoutNumbers(error.getMessage()),
				(error.getCause() != null && error.getCause() != error) ? of(error.getCause()) : null,
				(next != null && !causeIsNext) ? of(next) : null, causeIsNext, application(error));
	}

	private static @Nullable RecordedError application(Throwable error) {
		Throwable application = (error instanceof TransactionSystemException failed) ? failed.getApplicationException()
				: null;
		return (application != null) ? of(application) : null;
	}

	private static @Nullable String severity(Throwable error) {
		ServerErrorMessage message = (error instanceof PSQLException server) ? server.getServerErrorMessage() : null;
		return (message != null) ? message.getSeverity() : null;
	}

	private static @Nullable String withoutNumbers(@Nullable String message) {
		if (message == null) {
			return null;
		}
		String text = NUMBER.matcher(message).replaceAll("0");
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) : text;
	}

	/**
	 * Return what has to be the same each time the error is provoked.
	 */
	List<String> shape() {
		List<String> shape = new ArrayList<>();
		shape.add(this.type + " " + this.state + " " + this.code + " " + this.severity + " " + this.causeIsNext);
		if (this.cause != null) {
			shape.addAll(this.cause.shape());
		}
		if (this.next != null) {
			shape.add("next");
			shape.addAll(this.next.shape());
		}
		return shape;
	}

	/**
	 * Make an exception like the one that was recorded.
	 */
	Throwable replay() {
		Throwable first = (this.cause != null) ? this.cause.replay() : null;
		Throwable error = create(first);
		if (first != null && error.getCause() == null) {
			error.initCause(first);
		}
		if (error instanceof TransactionSystemException failed && this.application != null) {
			failed.initApplicationException(this.application.replay());
		}
		if (error instanceof SQLException database && database.getNextException() == null) {
			if (this.causeIsNext) {
				database.setNextException((SQLException) first);
			}
			else if (this.next != null) {
				database.setNextException((SQLException) this.next.replay());
			}
		}
		return error;
	}

	private Throwable create(@Nullable Throwable first) {
		if (this.type.equals(PSQLException.class.getName())) {
			return (this.severity != null)
					? new PSQLException(new ServerErrorMessage(
							"S" + this.severity + "\0C" + this.state + "\0M" + this.message + "\0"))
					: new PSQLException(this.message, psqlState());
		}
		if (this.type.equals(SQLiteException.class.getName())) {
			return new SQLiteException(this.message, resultCode());
		}
		try {
			Constructor<?>[] constructors = Class.forName(this.type).getDeclaredConstructors();
			Arrays.sort(constructors, Comparator.comparingInt((constructor) -> -constructor.getParameterCount()));
			for (boolean withState : new boolean[] { true, false }) {
				for (Constructor<?> constructor : constructors) {
					Object[] arguments = arguments(constructor, first, withState);
					if (arguments != null) {
						constructor.setAccessible(true);
						return (Throwable) constructor.newInstance(arguments);
					}
				}
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw new IllegalStateException("Cannot make a " + this.type, ex);
		}
		throw new IllegalStateException("No constructor for " + this.type);
	}

	// Message first, state second; null if the constructor wants what is not recorded.
	private Object @Nullable [] arguments(Constructor<?> constructor, @Nullable Throwable first, boolean withState) {
		Class<?>[] types = constructor.getParameterTypes();
		Object[] arguments = new Object[types.length];
		boolean database = SQLException.class.isAssignableFrom(constructor.getDeclaringClass());
		boolean h2 = this.type.startsWith("org.h2.");
		int texts = 0;
		boolean takesCause = false;
		for (int i = 0; i < types.length; i++) {
			if (types[i] == String.class) {
				arguments[i] = (database && texts == (h2 ? 2 : 1)) ? this.state : this.message;
				texts++;
			}
			else if (types[i] == int.class) {
				arguments[i] = this.code;
			}
			else if (types[i] == int[].class) {
				arguments[i] = new int[0];
			}
			else if (types[i] == Object.class) {
				arguments[i] = "";
			}
			else if (types[i] == SQLException.class && first == null && this.next != null) {
				arguments[i] = this.next.replay();
			}
			else if (Throwable.class.isAssignableFrom(types[i]) && (first == null || types[i].isInstance(first))
					&& !takesCause) {
				arguments[i] = first;
				takesCause = true;
			}
			else {
				return null;
			}
		}
		boolean keepsState = !withState || !database || (texts >= 2 && Arrays.asList(types).contains(int.class));
		return (keepsState && (texts > 0 || !withState)) ? arguments : null;
	}

	private @Nullable PSQLState psqlState() {
		for (PSQLState candidate : PSQLState.values()) {
			if (candidate.getState().equals(this.state)) {
				return candidate;
			}
		}
		return null;
	}

	private SQLiteErrorCode resultCode() {
		for (SQLiteErrorCode candidate : SQLiteErrorCode.values()) {
			if (this.message != null && this.message.contains("[" + candidate.name() + "]")) {
				return candidate;
			}
		}
		return SQLiteErrorCode.getErrorCode(this.code);
	}

}
