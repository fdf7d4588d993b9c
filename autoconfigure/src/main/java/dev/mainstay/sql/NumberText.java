package dev.mainstay.sql;

/**
 * Finds where numbers end.
 */
final class NumberText {

	private NumberText() {
	}

	static int endOf(String sql, int start, boolean suffixes) {
		if (at(sql, start) == '0') {
			switch (at(sql, start + 1) | 0x20) {
				case 'x', 'o', 'b':
					int end = endOfDigits(sql, start + 2, true);
					if (end > start + 2) {
						return end;
					}
					break;
				default:
					break;
			}
		}
		int i = endOfDigits(sql, start, false);
		if (at(sql, i) == '.' && at(sql, i + 1) != '.') {
			i = endOfDigits(sql, i + 1, false);
		}
		i = endOfExponent(sql, i);
		return (suffixes && isSuffix(at(sql, i)) && !SqlCharacters.isIdentifierPart(at(sql, i + 1))) ? i + 1 : i;
	}

	private static int endOfExponent(String sql, int start) {
		if ((at(sql, start) | 0x20) == 'e') {
			int sign = at(sql, start + 1);
			int digits = (sign == '+' || sign == '-') ? start + 2 : start + 1;
			int end = endOfDigits(sql, digits, false);
			return (end > digits) ? end : start;
		}
		return start;
	}

	private static int endOfDigits(String sql, int start, boolean hex) {
		int i = start;
		while (isDigit(at(sql, i), hex) || at(sql, i) == '_' && i > start && isDigit(at(sql, i + 1), hex)) {
			i++;
		}
		return i;
	}

	private static boolean isDigit(char c, boolean hex) {
		return hex ? SqlCharacters.isHexDigit(c) : SqlCharacters.isDigit(c);
	}

	private static boolean isSuffix(char c) {
		return switch (c | 0x20) {
			case 'd', 'f', 'l' -> true;
			default -> false;
		};
	}

	private static char at(String sql, int index) {
		return (index < sql.length()) ? sql.charAt(index) : 0;
	}

}
