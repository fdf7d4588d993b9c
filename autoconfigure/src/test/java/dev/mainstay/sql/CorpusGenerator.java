package dev.mainstay.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.core.io.ClassPathResource;

/**
 * The making of the corpus from shapes: a group is one shape with other values, other
 * spelling and other comments each time.
 *
 * In a shape, {@code §n} stands for a number, {@code §s} for a string, {@code §b} for a
 * truth value, {@code §d} for a dollar quoted text, {@code §v} for any value or
 * placeholder, {@code §i} for any number of values and <code>§{…}</code> for any number
 * of rows. Words in capitals are keywords.
 *
 * Run {@link #main} in the directory of the module after a change of the shapes.
 */
public final class CorpusGenerator {

	static final List<SqlDialect> DIALECTS = List.of(SqlDialect.POSTGRESQL, SqlDialect.MYSQL, SqlDialect.ORACLE,
			SqlDialect.SQL_SERVER, SqlDialect.H2, SqlDialect.SQLITE);

	/**
	 * What each string of a statement contains.
	 */
	static final String SECRET = "secret";

	/**
	 * What each number of a statement starts with.
	 */
	static final String DIGITS = "7357";

	private static final int VARIANTS = 5;

	private static final Pattern ROWS = Pattern.compile("§\\{(.*?)\\}");

	private static final Pattern KEYWORD = Pattern
		.compile("/\\*\\+.*?\\*/|'[^']*'|\"[^\"]*\"|`[^`]*`|\\[[a-z][^\\]]*\\]|@\\w+|\\b[A-Z][A-Z_0-9]+\\b");

	private static final Pattern BLANK = Pattern.compile("/\\*\\+.*?\\*/| ");

	/*
	 * For each table its columns: a number and a name.
	 */
	private static final Map<String, List<String>> TABLES = Map.of("customer", List.of("age", "surname"), "invoice",
			List.of("amount", "recipient"), "shipment", List.of("weight", "carrier"), "sales.region",
			List.of("turnover", "leader"), "patient", List.of("pulse", "diagnosis"), "room", List.of("beds", "ward"));

	private static final List<String> COMMON = List.of("SELECT * FROM %1$s WHERE id = §v",
			"SELECT t.id, t.%2$s, t.%3$s FROM %1$s t WHERE t.%2$s > §n AND t.%3$s = §s ORDER BY t.%2$s DESC",
			"SELECT %3$s FROM %1$s WHERE %2$s IN (§i)",
			"SELECT %3$s FROM %1$s WHERE %2$s NOT IN (§i) AND %3$s IS NOT NULL",
			"SELECT COUNT(*) FROM %1$s WHERE %3$s LIKE §s",
			"SELECT %3$s, SUM(%2$s) FROM %1$s GROUP BY %3$s HAVING SUM(%2$s) > §n",
			"SELECT a.id FROM %1$s a LEFT JOIN audit b ON b.id = a.id AND b.%2$s = §v WHERE a.%3$s = §v",
			"SELECT CASE WHEN %2$s < §n THEN §s WHEN %2$s = -§n THEN §s END FROM %1$s",
			"SELECT id FROM %1$s WHERE %2$s = §n UNION ALL SELECT id FROM old WHERE %3$s = §s",
			"INSERT INTO %1$s (%2$s, %3$s) VALUES §{(§v, §v)}",
			"UPDATE %1$s SET %2$s = %2$s + §n, %3$s = §v WHERE id = §v",
			"DELETE FROM %1$s WHERE %2$s BETWEEN §n AND §n OR EXISTS (SELECT §n FROM audit WHERE %3$s = §v)");

	private final SqlDialect dialect;

	private final Random random;

	private final String values;

	private CorpusGenerator(SqlDialect dialect, String shape, int variant) {
		this.dialect = dialect;
		this.random = new Random(shape.hashCode() * 31L + variant);
		this.values = (variant == 2) ? "?" : "literals";
	}

	/**
	 * Write the corpus.
	 * @param arguments not used
	 * @throws IOException if a file cannot be written
	 */
	public static void main(String[] arguments) throws IOException {
		for (SqlDialect dialect : DIALECTS) {
			Path file = Path.of("src/test/resources/dev/mainstay/sql/corpus", fileName(dialect));
			Files.writeString(file, generate(dialect));
		}
	}

	static String fileName(SqlDialect dialect) {
		return dialect.name().toLowerCase(Locale.ROOT) + ".txt";
	}

	/**
	 * All groups of a dialect.
	 * @param dialect the dialect
	 * @return one statement a line with line ends written as \n, and an empty line
	 * between groups
	 */
	static String generate(SqlDialect dialect) {
		return shapes(dialect).stream().map((shape) -> group(dialect, shape)).collect(Collectors.joining("\n"));
	}

	private static Set<String> shapes(SqlDialect dialect) {
		Set<String> shapes = new LinkedHashSet<>();
		new TreeMap<>(TABLES).forEach((table, columns) -> COMMON
			.forEach((shape) -> shapes.add(shape.formatted(table, columns.get(0), columns.get(1)))));
		ClassPathResource own = new ClassPathResource("shapes/" + fileName(dialect), CorpusGenerator.class);
		if (own.exists()) {
			try {
				own.getContentAsString(StandardCharsets.UTF_8).lines().forEach(shapes::add);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return shapes;
	}

	private static String group(SqlDialect dialect, String shape) {
		return IntStream.range(0, VARIANTS)
			.mapToObj((variant) -> new CorpusGenerator(dialect, shape, variant).statement(shape, variant))
			.map((statement) -> statement.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r") + "\n")
			.collect(Collectors.joining());
	}

	private String statement(String shape, int variant) {
		String spelled = switch (variant) {
			case 1 -> replace(shape, KEYWORD, (match) -> match.toLowerCase(Locale.ROOT));
			case 3 -> replace(shape, KEYWORD, (match) -> match.charAt(0) + match.substring(1).toLowerCase(Locale.ROOT));
			default -> shape;
		};
		String rows = replace(spelled, ROWS, (match) -> rows(match.substring(2, match.length() - 1)));
		String statement = fill((variant == 0) ? rows : replace(rows, BLANK, (match) -> gap(variant)));
		return switch (variant) {
			case 3 -> statement + " /*traceparent='00-" + SECRET + "-01',route='%2F" + SECRET + "'*/";
			case 4 -> "/* " + SECRET + " */ " + statement + " ; ";
			default -> statement;
		};
	}

	private String gap(int variant) {
		int kind = this.random.nextInt((variant < 3) ? 3 : 6);
		return switch (kind) {
			case 0 -> "  ";
			case 1 -> "\n\t";
			case 3 -> " /* it's " + SECRET + " */ ";
			case 4 -> " -- \"" + SECRET + "\n";
			case 5 -> (this.dialect == SqlDialect.MYSQL) ? " # '" + SECRET + "\n" : "\r\n";
			default -> " ";
		};
	}

	private String rows(String row) {
		return IntStream.rangeClosed(0, this.random.nextInt(4)).mapToObj((i) -> row).collect(Collectors.joining(", "));
	}

	private String fill(String shape) {
		StringBuilder statement = new StringBuilder();
		for (int i = 0; i < shape.length(); i++) {
			char c = shape.charAt(i);
			if (c == '§') {
				i++;
				statement.append(value(shape.charAt(i)));
			}
			else {
				statement.append(c);
			}
		}
		return statement.toString();
	}

	private String value(char kind) {
		if (this.values.equals("?") && kind != 'd') {
			return (kind == 'i') ? "?, ?, ?" : "?";
		}
		return switch (kind) {
			case 'n' -> number();
			case 's' -> string();
			case 'b' -> pick("TRUE", "false");
			case 'd' -> pick("$$ select '" + SECRET + "' $$", "$body$ begin return $$" + SECRET + "$$; end $body$");
			case 'i' -> IntStream.rangeClosed(0, this.random.nextInt(6))
				.mapToObj((i) -> value('v'))
				.collect(Collectors.joining(pick(", ", ",")));
			default -> switch (this.random.nextInt(5)) {
				case 0 -> string();
				case 1 -> "-" + number();
				case 2 -> "NULL";
				case 3 -> pick("?", ":name");
				default -> number();
			};
		};
	}

	private String number() {
		String digits = DIGITS + this.random.nextInt(1000);
		return pick(digits, digits, digits + ".5", digits + "e3", digits + "_000");
	}

	private String string() {
		List<String> strings = new ArrayList<>(
				List.of("'" + SECRET + "'", "'it''s " + SECRET + "'", "'-- " + SECRET + "'", "'/* " + SECRET + "'"));
		switch (this.dialect) {
			case POSTGRESQL -> strings.addAll(List.of("E'\\'" + SECRET + "'", "$$it's " + SECRET + "$$",
					"$q$$$" + SECRET + "$q$", "U&'\\0061" + SECRET + "'", "'\\'"));
			case MYSQL -> strings.addAll(List.of("\"" + SECRET + "'\"", "'\\'" + SECRET + "'", "'\\\\'"));
			case ORACLE ->
				strings.addAll(List.of("q'[it's " + SECRET + "]'", "Nq'!" + SECRET + "'!'", "q'{" + SECRET + "}'"));
			case SQL_SERVER -> strings.addAll(List.of("N'" + SECRET + "'", "'\\'"));
			case H2 -> strings.add("$$it's " + SECRET + "$$");
			default -> strings.add("X'53'");
		}
		return strings.get(this.random.nextInt(strings.size()));
	}

	private String pick(String... choices) {
		return choices[this.random.nextInt(choices.length)];
	}

	private static String replace(String text, Pattern pattern, java.util.function.UnaryOperator<String> change) {
		return pattern.matcher(text).replaceAll((match) -> {
			String found = match.group();
			boolean quoted = "'\"`[/@".indexOf(found.charAt(0)) != -1;
			return Matcher.quoteReplacement(quoted ? found : change.apply(found));
		});
	}

}
