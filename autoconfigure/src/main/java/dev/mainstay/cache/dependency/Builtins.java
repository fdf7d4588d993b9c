package dev.mainstay.cache.dependency;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.mainstay.sql.SqlDialect;
import dev.mainstay.sql.StatementWord;
import dev.mainstay.sql.TokenKind;

/**
 * The functions and words of a dialect whose value is not made of rows and arguments
 * alone.
 *
 * @param varying functions with another value each time, or with an effect
 * @param session functions whose value depends on who asks
 * @param sessionWords words that do so without parentheses
 * @param time functions of the time
 * @param timeWords words that stand for the time without parentheses
 * @param timeTexts whether a text such as {@code 'now'} may stand for the time
 */
record Builtins(Set<String> varying, Set<String> session, Set<String> sessionWords, Set<String> time,
		Set<String> timeWords, boolean timeTexts) {

	private static final Pattern TIME_TEXT = Pattern.compile("\\b(?:now|today|tomorrow|yesterday)\\b",
			Pattern.CASE_INSENSITIVE);

	private static final Set<String> STANDARD_TIME = Set.of("current_date", "current_time", "current_timestamp",
			"localtime", "localtimestamp");

	private static final Set<String> SYSTEM_SCHEMAS = Set.of("information_schema", "pg_catalog", "pg_toast", "mysql",
			"performance_schema", "sys", "temp");

	private static final Set<String> SYSTEM_TABLES = Set.of("sqlite_master", "sqlite_schema", "sqlite_temp_master",
			"sqlite_temp_schema", "sqlite_sequence", "dbstat");

	private static final Set<String> SEQUENCE_MEMBERS = Set.of("nextval", "currval");

	// Types of PostgreSQL whose texts are looked up in the system catalog.
	private static final String CATALOG_TYPES = "regclass regcollation regconfig regdictionary regnamespace regoper"
			+ " regoperator regproc regprocedure regrole regtype";

	private static final Map<SqlDialect, Builtins> BUILTINS = new EnumMap<>(SqlDialect.class);

	static {
		BUILTINS.put(SqlDialect.POSTGRESQL, of("""
				random random_normal gen_random_uuid uuidv4 uuidv7 clock_timestamp timeofday nextval currval lastval
				setval pg_sleep pg_sleep_for pg_sleep_until setseed table_to_xml table_to_xmlschema
				table_to_xml_and_xmlschema schema_to_xml schema_to_xmlschema schema_to_xml_and_xmlschema
				database_to_xml database_to_xmlschema database_to_xml_and_xmlschema query_to_xml query_to_xmlschema
				query_to_xml_and_xmlschema cursor_to_xml cursor_to_xmlschema ts_stat
				""", """
				current_setting current_schema current_schemas current_database current_query inet_client_addr
				inet_client_port inet_server_addr inet_server_port col_description obj_description
				shobj_description format_type row_security_active to_regclass to_regcollation to_regnamespace
				to_regoper to_regoperator to_regproc to_regprocedure to_regrole to_regtype
				""", "current_user session_user system_user user current_role current_catalog current_schema "
				+ CATALOG_TYPES, "now transaction_timestamp statement_timestamp age", "", true));
		BUILTINS.put(SqlDialect.MYSQL, of("""
				rand uuid uuid_short uuid_v4 uuid_v7 sys_guid random_bytes sleep benchmark encrypt des_encrypt
				get_lock release_lock release_all_locks is_free_lock is_used_lock nextval lastval setval
				load_file found_rows row_count last_insert_id master_pos_wait
				""", """
				user current_user session_user system_user current_role database schema connection_id
				ps_current_thread_id ps_thread_id icu_version roles_graphml last_value
				""", "current_user current_role sql_calc_found_rows", """
				now sysdate curdate curtime unix_timestamp utc_date utc_time utc_timestamp getdate
				""", "utc_date utc_time utc_timestamp sysdate", false));
		BUILTINS.put(SqlDialect.H2, of("""
				rand random random_uuid uuid newid gen_random_uuid sys_guid secure_rand nextval currval lastval
				identity scope_identity last_insert_id transaction_id memory_free memory_used disk_space_used
				csvread file_read link_schema sequence_nextval
				""", """
				session_id user current_user session_user system_user current_role database database_path
				schema current_schema current_catalog current_database autocommit readonly lock_mode lock_timeout
				cancel_session abort_session db_object_id db_object_sql db_object_size db_object_approximate_size
				current_setting connection_id
				""", "current_user session_user system_user user current_role current_schema current_catalog", """
				now curdate curtime sysdate systimestamp today unix_timestamp getdate sysdatetime
				clock_timestamp transaction_timestamp statement_timestamp
				""", "sysdate systimestamp today curdate curtime", false));
		BUILTINS.put(SqlDialect.SQLITE, of("random randomblob sqlite_offset", "changes total_changes last_insert_rowid",
				"", "date time datetime julianday unixepoch strftime timediff", "", true));
	}

	private static final Builtins NONE = of("", "", "", "", "", true);

	static Builtins of(SqlDialect dialect) {
		return BUILTINS.getOrDefault(dialect, NONE);
	}

	private static Builtins of(String varying, String session, String sessionWords, String time, String timeWords,
			boolean timeTexts) {
		return new Builtins(words(varying), words(session), words(sessionWords), words(time), words(timeWords),
				timeTexts);
	}

	private static Set<String> words(String text) {
		return text.isBlank() ? Set.of() : Set.of(text.trim().split("\\s+"));
	}

	boolean isSystem(@Nullable String schema) {
		return schema != null && SYSTEM_SCHEMAS.contains(schema);
	}

	boolean isSystemTable(String name) {
		return name.startsWith("pg_") || SYSTEM_TABLES.contains(name);
	}

	/**
	 * Say what is wrong with a word, if anything is, as the end of a sentence.
	 */
	@Nullable String problem(StatementText text, int index) {
		StatementWord word = text.at(index);
		if (word.is(TokenKind.VARIABLE)) {
			return "uses the variable " + word.name();
		}
		if (text.isCall(index)) {
			return callProblem(word.name());
		}
		if (word.is(TokenKind.QUOTED_IDENTIFIER) && word.name().isEmpty()) {
			return "has a name that is spelled with escapes";
		}
		if (!word.is(TokenKind.IDENTIFIER)) {
			return null;
		}
		if (text.at(index - 1).is(TokenKind.DOT)) {
			return SEQUENCE_MEMBERS.contains(word.name()) ? "uses a sequence" : null;
		}
		if (word.is("tablesample")) {
			return "reads a sample of a table";
		}
		if (text.isSequence(index, "next", "value", "for") || text.isSequence(index, "previous", "value", "for")
				|| text.isSequence(index, "current", "value", "for")) {
			return "uses a sequence";
		}
		return this.sessionWords.contains(word.name()) ? session(word.name()) : null;
	}

	private @Nullable String callProblem(String name) {
		if (this.varying.contains(name)) {
			return "calls " + name + "(), which may answer differently each time";
		}
		boolean catalog = name.startsWith("pg_") && !name.startsWith("pg_size") && !name.equals("pg_typeof")
				|| name.startsWith("has_") && name.endsWith("_privilege") || name.startsWith("pragma_");
		if (catalog) {
			return "calls " + name + "(), which answers from what is no table";
		}
		return (this.session.contains(name) || this.sessionWords.contains(name)) ? session(name) : null;
	}

	private static String session(String name) {
		return "uses " + name + ", which depends on who asks";
	}

	boolean isTimeSensitive(Statement statement, String sql) {
		StatementText text = statement.text();
		for (int i = 0; i < text.size(); i++) {
			StatementWord word = text.at(i);
			boolean bare = word.is(TokenKind.IDENTIFIER) && !text.at(i - 1).is(TokenKind.DOT);
			if (bare && (STANDARD_TIME.contains(word.name()) || this.timeWords.contains(word.name()))
					|| text.isCall(i) && this.time.contains(word.name())) {
				return true;
			}
		}
		return this.timeTexts && TIME_TEXT.matcher(sql).find();
	}

}
