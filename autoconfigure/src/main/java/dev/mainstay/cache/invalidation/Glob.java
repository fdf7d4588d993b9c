package dev.mainstay.cache.invalidation;

/**
 * A pattern in which {@code *} stands for any characters, and {@code ?} for one. Whether
 * a name has it takes no longer than the length of both, multiplied.
 */
final class Glob {

	private final String pattern;

	Glob(String pattern) {
		this.pattern = pattern;
	}

	boolean matches(String name) {
		int at = 0;
		int inName = 0;
		int star = -1;
		int afterStar = 0;
		while (inName < name.length()) {
			if (at < this.pattern.length() && this.pattern.charAt(at) == '*') {
				star = at++;
				afterStar = inName;
			}
			else if (at < this.pattern.length() && fits(this.pattern.charAt(at), name.charAt(inName))) {
				at++;
				inName++;
			}
			else if (star != -1) {
				// The last star stands for one character more.
				at = star + 1;
				inName = ++afterStar;
			}
			else {
				return false;
			}
		}
		while (at < this.pattern.length() && this.pattern.charAt(at) == '*') {
			at++;
		}
		return at == this.pattern.length();
	}

	private static boolean fits(char wanted, char found) {
		return wanted == '?' || wanted == found;
	}

}
