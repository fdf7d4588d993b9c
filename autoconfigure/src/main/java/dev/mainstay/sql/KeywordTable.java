package dev.mainstay.sql;

import org.jspecify.annotations.Nullable;

/**
 * The look-up of a {@link Keyword} by a stretch of text in any case, without allocation.
 */
final class KeywordTable {

	/*
	 * Words of MySQL and SQL Server whose case is folded there, where the case of other
	 * names may matter.
	 */
	private static final String OTHER = """
			abs action add after against aggregate algorithm analyze approx_count_distinct asc auto
			auto_increment autocommit avg backup before begin bigint binary bit blob boolean both break
			browse bulk cascade cast ceil ceiling change char character charindex check checkpoint checksum
			choose clustered coalesce collate column columns commit committed concat concat_ws condition
			connect connection constraint containing contains continue convert count cross cume_dist
			current current_date current_time current_timestamp cursor cycle data database databases date
			date_add date_format date_sub dateadd datediff datename datepart datetime datetime2 datetrunc
			day dbcc deallocate decimal delay delayed dense_rank deny desc describe disable double
			duplicate each elseif enable engine eomonth escaped exclude exit exp expansion explain extract
			fast fields fieldterminator first_value float floor following force force_index foreign format
			found freetext full fulltext function generated getdate getutcdate go goto greatest
			group_concat grouping grouping_id handler hash high_priority holdlock hour identity if ifnull
			ignore iif index indexes infile inner inout instr int integer invoke isdate isnull isnumeric
			isolation iterate json json_array json_arrayagg json_contains json_extract json_object
			json_objectagg json_query json_set json_table json_unquote json_value keepfixed keys kill lag
			language last last_insert_id last_value lcase lead leading least leave left len length level
			lines load local localtime localtimestamp locate lock_timeout locked log login long loop
			low_priority lower lpad ltrim match matched max maxdop maxrecursion maxvalue md5 mediumint
			microsecond min minute mode month names natural nchar newid newsequentialid nocheck nocount
			nolock nonclustered now nowait ntext nth_value ntile nullif nulls numeric nvarchar nvl object
			of off offsets only open openjson openquery openrecordset openrowset openxml optimize option
			optionally out outer outfile output parse password path patindex percent percent_rank pivot
			plan position power preceding precision primary print prior privileges proc procedure qualify
			quick quotename raiserror rand range rank read readpast readuncommitted real recompile
			recursive references reload repeat repeatable replicate resignal restrict returns reverse
			revert right rollup round row_count row_number rowcount rowlock rows rpad rtrim schema schemas
			scope_identity second sensitive separator serializable session sets sha1 sha2 show sign signal
			skip smallint snapshot soundex source sp_executesql spatial sql sql_big_result
			sql_buffer_result sql_calc_found_rows sql_no_cache sql_small_result sqlstate sqrt std stdev
			stdevp stored straight_join string_agg string_split stuff substr substring sum switchoffset
			sysdate sysdatetime sysdatetimeoffset system system_time system_user sysutcdatetime tables
			tablesample tablock target temporary terminated text ties time timestamp timestampdiff tinyint
			tinytext todatetimeoffset trailing translate trigger trim try_cast try_convert try_parse type
			ucase unbounded uncommitted undo unhex unicode unique unlock unnest unpivot unsigned upper
			usage use use_index user utc_date utc_timestamp uuid value var varbinary varchar variance varp
			varying view virtual wait waitfor week while window without work write xact_abort xml year
			zerofill
			""";

	private static final int SIZE = 2048;

	private static final int LONGEST = 21;

	private static final @Nullable String[] NAMES = new String[SIZE];

	private static final @Nullable Keyword[] KEYWORDS = new Keyword[SIZE];

	static {
		for (Keyword keyword : Keyword.values()) {
			if (keyword != Keyword.OTHER) {
				add(keyword.lowerCaseName(), keyword);
			}
		}
		for (String word : OTHER.split("\\s+")) {
			add(word, Keyword.OTHER);
		}
	}

	private KeywordTable() {
	}

	/**
	 * The keyword that stands at a place.
	 * @param text the text
	 * @param from the index of the first one
	 * @param to the index after the last one
	 * @return the keyword, or {@code null} if the word is a name
	 */
	static @Nullable Keyword find(String text, int from, int to) {
		if (to - from > LONGEST) {
			return null;
		}
		int hash = 0;
		for (int i = from; i < to; i++) {
			hash = hash * 31 + SqlCharacters.toLowerCase(text.charAt(i));
		}
		int slot = slot(hash);
		String name = NAMES[slot];
		while (name != null) {
			if (matches(name, text, from, to)) {
				return KEYWORDS[slot];
			}
			slot = (slot + 1) % SIZE;
			name = NAMES[slot];
		}
		return null;
	}

	private static void add(String name, Keyword keyword) {
		int slot = slot(name.hashCode());
		while (NAMES[slot] != null) {
			if (name.equals(NAMES[slot])) {
				return;
			}
			slot = (slot + 1) % SIZE;
		}
		NAMES[slot] = name;
		KEYWORDS[slot] = keyword;
	}

	private static int slot(int hash) {
		return (hash ^ hash >>> 11) & SIZE - 1;
	}

	private static boolean matches(String name, String text, int from, int to) {
		if (name.length() != to - from) {
			return false;
		}
		for (int i = from; i < to; i++) {
			if (name.charAt(i - from) != SqlCharacters.toLowerCase(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

}
