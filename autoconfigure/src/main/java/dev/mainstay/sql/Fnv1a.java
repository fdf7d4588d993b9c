package dev.mainstay.sql;

/**
 * The 64-bit FNV-1a hash of Fowler, Noll and Vo over the UTF-8 form of a text.
 */
final class Fnv1a {

	private static final long OFFSET_BASIS = 0xcbf29ce484222325L;

	private static final long PRIME = 0x100000001b3L;

	private Fnv1a() {
	}

	static long hash(char[] text, int length) {
		long hash = OFFSET_BASIS;
		for (int i = 0; i < length; i++) {
			char c = text[i];
			if (c < 0x80) {
				hash = (hash ^ c) * PRIME;
			}
			else if (c < 0x800) {
				hash = (hash ^ (0xC0 | c >> 6)) * PRIME;
				hash = (hash ^ trailing(c)) * PRIME;
			}
			else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text[i + 1])) {
				i++;
				hash = supplementary(hash, Character.toCodePoint(c, text[i]));
			}
			else {
				hash = (hash ^ (0xE0 | c >> 12)) * PRIME;
				hash = (hash ^ trailing(c >> 6)) * PRIME;
				hash = (hash ^ trailing(c)) * PRIME;
			}
		}
		return hash;
	}

	private static long supplementary(long start, int codePoint) {
		long hash = (start ^ (0xF0 | codePoint >> 18)) * PRIME;
		hash = (hash ^ trailing(codePoint >> 12)) * PRIME;
		hash = (hash ^ trailing(codePoint >> 6)) * PRIME;
		return (hash ^ trailing(codePoint)) * PRIME;
	}

	private static int trailing(int bits) {
		return 0x80 | bits & 0x3F;
	}

}
