package dev.mainstay.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Statements with what is to be made of them.
 */
final class SingleReadStatements {

	/**
	 * Reads that every dialect accepts, although most look dangerous.
	 */
	static final List<String> READS = List.of("select 1", "SELECT * FROM t;", "(select 1) union all (select 2)",
			"select 'delete from x; drop' as update_note, \"delete\" from \"update\" -- ; drop",
			"select t.update, t.into, t.delete from t", "select deleted, updated_at, into_stock from deleted_rows",
			"select 1 as update from t", "select /* ; delete from t */ 1", "with x as (select 1 as a) select * from x",
			"with a as (select 1), b as (select * from a) select * from a, b", "values (1, 'a'), (2, 'b')",
			"select replace(a, 'x', 'y'), count(*) from t group by 1 having count(*) > 1 order by 2 desc",
			"select case when a = 1 then 'x' else 'it''s' end from t where b in (select c from u)",
			"select a from t where b like '%;%' and c <> '--' and d = '/*'", "select -1.5e3, .5, 1.",
			"select substring(a from 1 for 2) from t", "select set_config, nextval from t", "select lock from t",
			"select max(a) over (partition by b order by c rows between 1 preceding and current row) from t",
			"select a from t offset 5 rows fetch next 10 rows only", "select cast('2020-01-01' as date)",
			"select\r\n1 -- a\r\n, 2", "select größe from maße", "select '😀' as 😀");

	/**
	 * Texts that every dialect refuses, with what is found.
	 */
	static final Map<String, String> REFUSED = table("", "no statement", " -- x\n", "no statement", ";", "no statement",
			"select 1; select 2", "second statement", "select 1;;", "second statement", "select 1; -- x\n drop table t",
			"second statement", "; select 1", "second statement", "insert into t values (1)", "INSERT",
			"update t set a = 1", "UPDATE", "delete from t", "DELETE", "DeLeTe from t", "DELETE",
			"merge into t using u", "MERGE", "replace into t values (1)", "REPLACE", "drop table t", "DROP",
			"truncate table t", "TRUNCATE", "create table t (a int)", "CREATE", "alter table t add a int", "ALTER",
			"grant all on t to u", "GRANT", "call f()", "CALL", "do $$ begin end $$", "", "exec f", "EXEC", "set a = 1",
			"SET", "begin", "BEGIN", "commit", "COMMIT", "rollback", "ROLLBACK", "copy t to program 'x'", "COPY",
			"pragma x", "PRAGMA", "attach 'x' as y", "ATTACH", "load 'x'", "LOAD", "lock table t", "LOCK", "vacuum",
			"VACUUM", "analyze t", "ANALYZE", "analyze select 1", "ANALYZE", "prepare x as select 1", "PREPARE",
			"listen x", "LISTEN", "with x as (delete from t returning *) select * from x", "DELETE",
			"with x as (insert into t values (1) returning *) select * from x", "INSERT",
			"with x as (update t set a = 1 returning *) select * from x", "UPDATE",
			"with x as (merge into t using u on 1 = 1 when matched then delete) select 1", "MERGE",
			"with x as (select 1) delete from t", "DELETE", "with x as (select 1) insert into t select * from x",
			"INSERT", "with x as (select 1) update t set a = 1", "UPDATE",
			"with x as (select 1) replace into t values (1)", "REPLACE",
			"select * from final table (insert into t values (1))", "INSERT", "select * from old table (delete from t)",
			"DELETE", "select * into u from t", "INTO", "select a from t into outfile 'x'", "INTO",
			"select a from t into @x", "INTO", "select t.as into u from t", "INTO", "select 1 as as into u", "INTO",
			"select * from t for update", "FOR UPDATE", "select * from t for no key update", "FOR NO",
			"select * from t for share", "FOR SHARE", "select * from t for key share", "FOR KEY",
			"select * from t lock in share mode", "LOCK IN", "(select * from t for update)", "FOR UPDATE",
			"explain analyze select 1", "", "explain delete from t", "", "explain", "", "select 'a", "never closed",
			"select \"a", "never closed", "select 1 /* x", "never closed", "select \\d t", "not SQL", "\\copy t from x",
			"not SQL", "select {fn now()}", "not SQL", "select 1 \0", "NUL", "select * from t where a = ?", "parameter",
			"select * from t where a = :b", "parameter", "select 1einto u", "runs into", "select 1.into", "runs into",
			"select\u00a01", "not ASCII", "select 1 -- x\ru", "line feed", "select 1 -- x\u2028u", "line feed",
			"select next value for s", "sequence", "select del\u200bete from t", "not SQL", "select 1 ınto u", "INTO",
			"(", "", "\"select\" 1", "", "'select'", "", "1", "", "foo", "something else", "select '\ud83d'", "half",
			"select 1 from \udca0t", "half");

	private static final Map<SqlDialect, List<String>> DIALECT_READS = Map.of(SqlDialect.POSTGRESQL, List.of("table t",
			"show all", "explain select 1", "explain verbose select 1", "explain (format json, verbose) select 1",
			"explain (select 1)", "select a::int, b -> 'c', d ->> 'e' from t",
			"select j ? 'k', j ?| array['a'], j ?& array['b'], j @? '$.a' from t", "select a[1:2], a[:2] from t",
			"select a like '10\\%' escape '\\' from t", "select $$ it's; delete $$, $x$ a $$ b $x$",
			"select E'it\\'s' from t", "select E'a'\n'\\'' from t", "select pg_sleep(1), txid_current_if_assigned()",
			"select pg_stat_get_numscans(1), currval('s'), lo_get(1)", "select 1 /* a /* b */ c */",
			"with x as materialized (select 1) select * from x", "select insert, update, deleted from audit",
			"select delete(h, 'a') from t", "select json_object('a': b, 'c':d) from t",
			"select a from t where b = any (array[1, 2]) and c ~ '^x' and d @> '{}'", "select x'ff', b'1'",
			"select * from pg_stat_activity where state <> 'idle'", "select make_interval(days := 1)"),
			SqlDialect.MYSQL,
			List.of("table t", "show tables", "show create table t", "describe t", "desc s.t a", "explain t",
					"explain format=json select 1", "explain extended select 1", "explain for connection 5",
					"select @@version, @@global.read_only, @a", "select 'it\\'s', 'rock \\'n\\' roll' # ; drop",
					"select \"delete from t\" from `update`", "select 1 --2", "select 5 /*+ NO_ICP(t) */ from t",
					"select insert('a', 1, 2, 'b'), truncate(1.5, 1), sleep(1)", "select _utf8mb4'a', N'b', x'4D'"),
			SqlDialect.H2,
			List.of("table t", "show tables", "explain select 1", "explain plan for select 1", "select 1 // ; drop",
					"select $$ it's $$", "select array['a', 'b'][1], database_path()", "select 1L, `a` from t",
					"select json_object('a':b) from t"),
			SqlDialect.SQLITE,
			List.of("explain select 1", "explain query plan select 1", "select [delete from] from `t`",
					"select * from pragma_table_info('t')"),
			SqlDialect.ORACLE, List.of("select q'[it's; delete]', nq'{a'b}' from dual", "select * from v$session",
					"select a# from t@link", "select dbms_lob.getlength(a), utl_raw.cast_to_varchar2(b) from t"),
			SqlDialect.SQL_SERVER,
			List.of("select [delete from] from [t] -- x", "select @@version, $1.5, a from #t",
					"with x as (select 1 as a) select * from x",
					"select * from t with (nolock) option (use hint ('X'))", "select a from t for json path",
					"select top (1) a from t union select 2 except select 3", "select N'a', 0xFF"),
			SqlDialect.ANSI, List.of("table t", "select open, close from stock"));

	private static final Map<SqlDialect, Map<String, String>> DIALECT_REFUSED = Map.of(SqlDialect.POSTGRESQL,
			table("explain analyze select 1", "ANALYZE", "explain (analyze) select 1", "ANALYZE",
					"explain (verbose, analyze false) select 1", "ANALYZE", "explain (\"analyze\") select 1",
					"something", "explain verbose analyze select 1", "ANALYZE", "explain analyse select 1", "ANALYSE",
					"explain execute x", "EXECUTE", "explain create table t as select 1", "CREATE",
					"explain ((delete from t))", "DELETE", "select pg_catalog.\"pg_terminate_backend\" (1)",
					"PG_TERMINATE_BACKEND", "select PG_CANCEL_BACKEND/**/(1)", "PG_CANCEL_BACKEND",
					"select u&\"pg\\005freload_conf\"()", "Unicode", "select pg_read_file('x')", "PG_READ_FILE",
					"select lo_import('x')", "LO_IMPORT", "select * from dblink('x', 'y') as t(a int)", "DBLINK",
					"select pg_try_advisory_xact_lock(1)", "PG_TRY_ADVISORY", "select set_config('a', 'b', false)",
					"SET_CONFIG", "select nextval('s')", "NEXTVAL", "select txid_current()", "TXID_CURRENT",
					"select pg_create_physical_replication_slot('x')", "PG_CREATE",
					"select query_to_xml('select pg_reload_conf()', true, true, '')", "QUERY_TO_XML",
					"select '\\' ', pg_reload_conf(), ' -- '", "PG_RELOAD_CONF", "select $1", "parameter",
					"select a ? b from t", "parameter", "select '\\', pg_reload_conf(), '\\'", "PG_RELOAD_CONF",
					"select E'a'\n'\\' || ', pg_reload_conf(), 'x'", "PG_RELOAD_CONF", "select 1 # 2; drop table t",
					"second statement", "select $$a$$; drop table t", "second statement",
					"select /* /* */ 1 */ 2; drop table t", "",
					"with recursive x as (select 1) search depth first by a set b " + "delete from t", "DELETE",
					"show all; drop table t", "second statement", "describe t", "DESCRIBE"),
			SqlDialect.MYSQL,
			table("select 1 /*! into outfile 'x' */", "executable", "select /*!50708 1 */", "executable",
					"/*M! delete from t */", "executable", "select @a := 1", "assignment", "select @'a' := 1",
					"assignment", "select load_file('x')", "LOAD_FILE", "select `get_lock` ('a', 1)", "GET_LOCK",
					"select \"get_lock\"('a', 1)", "GET_LOCK", "select benchmark(1, 2)", "BENCHMARK",
					"select release_all_locks()", "RELEASE", "explain analyze t", "ANALYZE", "desc analyze select 1",
					"ANALYZE", "explain format=tree delete from t", "DELETE", "explain format=json analyze select 1",
					"ANALYZE", "describe call f()", "CALL", "explain f()", "something",
					"explain for connection 5; kill 5", "second statement", "select '\\'; drop table t; -- '",
					"second statement", "select '\\', load_file(1), ' '/*\\' */-- '", "LOAD_FILE",
					"select \"a\\\" , load_file('x'), \"", "", "select 1 --2\n; drop table t", "second statement",
					"select s.nextval", "sequence", "handler t open", "HANDLER", "kill 5", "KILL", "flush tables",
					"FLUSH", "select /*+ SET_VAR(sql_mode='') */ 1", "hint",
					"select 1 union select 2 into dumpfile 'x'", "INTO", "xa start 'x'", "XA"),
			SqlDialect.H2,
			table("select file_read('x')", "FILE_READ", "select \"FILE_WRITE\"('x', 'y')", "FILE_WRITE",
					"select * from csvread('x')", "CSVREAD", "call csvwrite('x', 'y')", "CALL", "select s.nextval",
					"sequence", "select set(@a, 1)", "SET", "script to 'x'", "SCRIPT", "runscript from 'x'",
					"RUNSCRIPT", "explain analyze select 1", "ANALYZE", "explain plan for delete from t", "DELETE",
					"select 1 as [' ], file_read('x'), [' ]", "FILE_READ", "shutdown", "SHUTDOWN",
					"select 1 // '\n , file_read('x') --'", "FILE_READ"),
			SqlDialect.SQLITE, table("select load_extension('x')", "LOAD_EXTENSION", "select writefile('x', 'y')",
					"WRITEFILE", "explain delete from t", "DELETE", "explain pragma x", "PRAGMA", "select @a",
					"parameter", "select $a", "parameter", "select ?1", "parameter", "show tables", "SHOW"),
			SqlDialect.ORACLE,
			table("select dbms_lock.request(1) from dual", "DBMS_LOCK", "select utl_http.request('x') from dual",
					"UTL_HTTP", "select sys.\"DBMS_PIPE\".x from dual", "DBMS_PIPE", "select s.nextval from dual",
					"sequence", "explain plan for select 1 from dual", "EXPLAIN",
					"with function f return number is begin return 1", "something else",
					"select httpuritype('x').getclob() from dual", "HTTPURITYPE", "select :1 from dual", "parameter",
					"select q'[a]' from t; drop table t", "second statement"),
			SqlDialect.SQL_SERVER,
			table("select 1 delete from t", "DELETE", "select 1 delete t", "DELETE", "select 1 delete #t", "DELETE",
					"select 1 update [t] set a = 1", "UPDATE", "select 1 exec xp_cmdshell 'x'", "EXEC",
					"select 1 drop table t", "DROP", "select 1 select 2", "second SELECT", "select 1 waitfor delay '1'",
					"WAITFOR", "select 1 set a 1", "SET", "select 1.delete from t", "runs into",
					"select $.delete from t", "runs into", "select 1 commit", "COMMIT", "select * from openrowset('x')",
					"OPENROWSET", "select * from [sp_who]()", "SP_WHO", "select @a", "variable",
					"select * from t with (updlock)", "UPDLOCK", "select * exec f", "EXEC",
					"with x as (select 1) delete x", "DELETE", "select \u20ac.delete from t", "not SQL"),
			SqlDialect.ANSI,
			table("select 1 delete from t", "DELETE", "select 1 exec f", "EXEC", "select /* /* */ ' */ 1", "",
					"select `a` from t", "not SQL", "select 1 # x", "not SQL", "select $$a$$", "parameter",
					"select '\\', pg_reload_conf(), '\\'", "PG_RELOAD_CONF", "select csvread('x')", "CSVREAD",
					"explain select 1", "EXPLAIN", "select \"\\\"", "", "select @a", "parameter"));

	private SingleReadStatements() {
	}

	static List<String> reads(SqlDialect dialect) {
		return DIALECT_READS.getOrDefault(dialect, List.of());
	}

	static Map<String, String> refused(SqlDialect dialect) {
		return DIALECT_REFUSED.getOrDefault(dialect, Map.of());
	}

	private static Map<String, String> table(String... cells) {
		Map<String, String> table = new LinkedHashMap<>();
		for (int i = 0; i < cells.length; i += 2) {
			table.put(cells[i], cells[i + 1]);
		}
		return table;
	}

}
