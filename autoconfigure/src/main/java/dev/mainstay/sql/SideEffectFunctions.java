package dev.mainstay.sql;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The functions of a dialect that do more than read, and that a read-only transaction
 * does not stop.
 *
 * They signal other sessions, take locks that outlive the transaction, change settings,
 * write logs, consume sequences, reach for files or other servers, or execute SQL they
 * are given as a string, which would escape every check. Functions that merely take long,
 * such as {@code pg_sleep}, are left to the timeout. A name that ends in an asterisk
 * stands for all names that start so, except for those that start with an exclamation
 * mark.
 */
final class SideEffectFunctions {

	private static final Map<SqlDialect, SideEffectFunctions> FUNCTIONS = new EnumMap<>(SqlDialect.class);

	static {
		FUNCTIONS.put(SqlDialect.POSTGRESQL, new SideEffectFunctions("""
				pg_terminate_backend pg_cancel_backend pg_reload_conf pg_rotate_* pg_promote pg_log_* pg_notify
				pg_advisory_* pg_try_advisory_* set_config nextval setval txid_current pg_current_xact_id
				pg_switch_* pg_wal_replay_* pg_xlog_replay_* pg_backup_* pg_start_backup pg_stop_backup
				pg_create_* pg_drop_* pg_copy_* pg_logical_* pg_replication_* pg_sync_replication_slots
				pg_export_snapshot pg_import_system_collations pg_restore_* pg_clear_* pg_stat_reset*
				pg_stat_statements_reset pg_extension_config_dump binary_upgrade_* pg_nextoid setseed
				pg_stop_making_pinned_objects
				pg_read_* pg_ls_* pg_stat_file pg_file_*
				lo_import lo_export lo_creat lo_create lo_unlink lo_open lo_put lo_from_bytea lo_truncate*
				loread lowrite
				dblink* postgres_fdw_disconnect* query_to_xml* cursor_to_xml* crosstab* connectby xpath_table
				ts_stat ts_rewrite
				pg_prewarm autoprewarm_* pg_buffercache_evict* pg_truncate_visibility_map heap_force_*
				brin_summarize_* brin_desummarize_range gin_clean_pending_list
				"""));
		FUNCTIONS.put(SqlDialect.MYSQL, new SideEffectFunctions("""
				load_file get_lock release_lock release_all_locks benchmark nextval setval
				master_pos_wait source_pos_wait master_gtid_wait wait_for_executed_gtid_set
				wait_until_sql_thread_after_gtids sys_exec sys_eval sys_set lib_mysqludf_*
				group_replication_* asynchronous_connection_failover_* keyring_key_* audit_log_* audit_api_*
				service_get_* service_release_* version_tokens_* mysql_firewall_* set_firewall_mode
				read_firewall_*
				"""));
		FUNCTIONS.put(SqlDialect.H2, new SideEffectFunctions("""
				file_read file_write csvread csvwrite link_schema nextval set abort_session cancel_session
				ft_* ftl_*
				"""));
		FUNCTIONS.put(SqlDialect.SQLITE, new SideEffectFunctions("""
				load_extension readfile writefile edit fts3_tokenizer lsdir fsdir zipfile md5file eval
				sha1_query sha3_query
				"""));
		FUNCTIONS.put(SqlDialect.ORACLE, new SideEffectFunctions("""
				dbms_* !dbms_lob utl_* !utl_raw !utl_match !utl_i18n httpuritype dburitype xdburitype ftpuritype
				urifactory bfilename owa owa_* htp htf apex_* wpg_*
				"""));
		FUNCTIONS.put(SqlDialect.SQL_SERVER, new SideEffectFunctions("""
				openrowset openquery opendatasource xp_* sp_* fn_trace_gettable fn_xe_file_target_read_file
				fn_get_audit_file fn_dump_dblog dm_os_file_exists dm_os_enumerate_filesystem
				"""));
		FUNCTIONS.put(SqlDialect.ANSI,
				new SideEffectFunctions(FUNCTIONS.values()
					.stream()
					.flatMap((functions) -> functions.names.stream())
					.collect(Collectors.joining(" "))));
	}

	private final List<String> names;

	private final Set<String> exact;

	private final Set<String> exempt;

	private final List<String> prefixes;

	private SideEffectFunctions(String names) {
		this.names = List.of(names.trim().toUpperCase(Locale.ROOT).split("\\s+"));
		this.exact = Set.copyOf(this.names);
		this.exempt = this.names.stream()
			.filter((name) -> name.startsWith("!"))
			.map((name) -> name.substring(1))
			.collect(Collectors.toUnmodifiableSet());
		this.prefixes = this.names.stream()
			.filter((name) -> name.endsWith("*"))
			.map((name) -> name.substring(0, name.length() - 1))
			.toList();
	}

	static SideEffectFunctions of(SqlDialect dialect) {
		return FUNCTIONS.getOrDefault(dialect, new SideEffectFunctions(""));
	}

	boolean contains(String name) {
		return !this.exempt.contains(name)
				&& (this.exact.contains(name) || this.prefixes.stream().anyMatch(name::startsWith));
	}

}
