package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads errors of Oracle, by its documentation. A deferred constraint is reported inside
 * of the error that the transaction was rolled back.
 */
final class OracleErrors {

	private static final Pattern CODE = Pattern.compile("ORA-(\\d{5})");

	private static final Pattern CONSTRAINT = Pattern.compile("constraint \\(([^()]+)\\)");

	private static final Pattern ON_TABLE = Pattern.compile("on table (\\S+) columns \\(([^()]+)\\)");

	private static final Pattern COLUMN = Pattern.compile("(\"[^\"]+\"\\.\"[^\"]+\"\\.\"[^\"]+\")");

	private OracleErrors() {
	}

	static @Nullable Finding read(SQLException error) {
		String text = MessageReader.text(error);
		ViolationKind kind = kind(error.getErrorCode());
		Matcher codes = CODE.matcher(text);
		while (kind == null && codes.find()) {
			kind = kind(Integer.parseInt(codes.group(1)));
		}
		if (kind == null) {
			return null;
		}
		Finding finding = Finding.parsed(kind);
		Matcher constraint = MessageReader.find(CONSTRAINT, text);
		if (constraint != null) {
			finding = named(finding, MessageReader.names(constraint.group(1)));
			Matcher table = MessageReader.find(ON_TABLE, text);
			return (table != null) ? MessageReader.table(finding, MessageReader.names(table.group(1)))
				.withColumns(MessageReader.names(table.group(2))) : finding;
		}
		Matcher column = MessageReader.find(COLUMN, text);
		return (column != null) ? MessageReader.column(finding, MessageReader.names(column.group(1))) : finding;
	}

	private static @Nullable ViolationKind kind(int code) {
		return switch (code) {
			case 1 -> ViolationKind.UNIQUE;
			case 2291 -> ViolationKind.MISSING_PARENT;
			case 2292 -> ViolationKind.STILL_REFERENCED;
			case 1400, 1407 -> ViolationKind.NOT_NULL;
			case 2290 -> ViolationKind.CHECK;
			case 12899, 1461 -> ViolationKind.TOO_LONG;
			case 1438, 1426 -> ViolationKind.OUT_OF_RANGE;
			case 1722, 1858, 1861 -> ViolationKind.INVALID_FORMAT;
			case 14400 -> ViolationKind.NO_PARTITION;
			default -> null;
		};
	}

	private static Finding named(Finding finding, List<String> names) {
		int size = names.size();
		Finding result = (size > 1) ? finding.withTable(names.get(size - 2), null) : finding;
		return (size > 0) ? result.withConstraint(names.get(size - 1)) : result;
	}

}
