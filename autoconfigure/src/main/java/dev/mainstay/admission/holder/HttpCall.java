package dev.mainstay.admission.holder;

import java.net.URI;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP call by what it has in common with others like it. Has no user, no query and no
 * values of variables in it, because these may be secrets and there may be any number of
 * them.
 *
 * @param method the HTTP method
 * @param host the host, and the port if it is said
 * @param path the path with its variables as they are called, or {@code null} if it is
 * not known apart from their values
 */
public record HttpCall(String method, String host, @Nullable String path) {

	private static final int LONGEST = 100;

	private static final String VARIABLE = "{";

	// What people write, and not what somebody has put there instead of a variable.
	private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z_.-]{0,29}|v\\d{1,3}|\\{\\w{1,40}}");

	/**
	 * Tell what a call has in common with others.
	 * @param method the HTTP method
	 * @param uri where it goes
	 * @param template what the address was made from, or {@code null} if that is not
	 * known; without a variable it is an address like others
	 * @return the call
	 */
	public static HttpCall of(String method, @Nullable URI uri, @Nullable String template) {
		return new HttpCall(shortened(method), host(uri, template), path(template));
	}

	// A host with a variable in it is one of many, and its values may tell something.
	private static String host(@Nullable URI uri, @Nullable String template) {
		int scheme = (template != null) ? template.indexOf("//") : -1;
		if (template != null && scheme >= 0) {
			String rest = withoutQuery(template).substring(scheme + 2);
			int slash = rest.indexOf('/');
			String authority = (slash >= 0) ? rest.substring(0, slash) : rest;
			if (authority.contains(VARIABLE)) {
				return shortened(authority.substring(authority.lastIndexOf('@') + 1));
			}
		}
		return (uri != null) ? host(uri) : "an unknown host";
	}

	private static String host(URI uri) {
		String authority = uri.getRawAuthority();
		if (authority == null) {
			return "an unknown host";
		}
		return shortened(authority.substring(authority.lastIndexOf('@') + 1));
	}

	private static @Nullable String path(@Nullable String template) {
		if (template == null) {
			return null;
		}
		String path = withoutQuery(template);
		int scheme = path.indexOf("//");
		if (scheme >= 0) {
			int slash = path.indexOf('/', scheme + 2);
			path = (slash >= 0) ? path.substring(slash) : "";
		}
		if (!path.contains(VARIABLE)) {
			return null;
		}
		return shortened(Stream.of(path.split("/"))
			.map((segment) -> (segment.isEmpty() || WORD.matcher(segment).matches()) ? segment : "*")
			.collect(Collectors.joining("/")));
	}

	private static String withoutQuery(String template) {
		int end = template.length();
		for (char mark : new char[] { '?', '#' }) {
			int index = template.indexOf(mark);
			end = (index >= 0) ? Math.min(end, index) : end;
		}
		return template.substring(0, end);
	}

	private static String shortened(String text) {
		String legible = text.replaceAll("\\p{Cntrl}", " ");
		return (legible.length() <= LONGEST) ? legible : legible.substring(0, LONGEST) + "…";
	}

	@Override
	public String toString() {
		return this.method + " " + this.host + ((this.path != null) ? " " + this.path : "");
	}

}
