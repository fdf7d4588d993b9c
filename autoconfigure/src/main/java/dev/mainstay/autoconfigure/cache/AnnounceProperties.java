package dev.mainstay.autoconfigure.cache;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.cache.cluster.AnnouncedTables;
import dev.mainstay.cache.cluster.UnpublishedChange;

/**
 * Properties of changes that are announced to other instances before they are committed.
 *
 * @param tables Names of tables whose changes are announced to other instances before
 * they are committed, or * for all tables.
 * @param ifUnpublished What becomes of a change that could not be announced.
 */
@ConfigurationProperties("db.cache.announce")
public record AnnounceProperties(@DefaultValue Set<String> tables,
		@DefaultValue("proceed") UnpublishedChange ifUnpublished) {

	private static final String EXAMPLE = "Type for example db.cache.announce.tables=account,price, or * for all tables.";

	private static final Pattern NOT_OF_NAMES = Pattern.compile("[.#*?%,;'\"`\\[\\]]");

	public AnnounceProperties {
		Checks checks = new Checks("db.cache.announce");
		Set<String> names = new LinkedHashSet<>();
		for (String table : tables) {
			String name = table.trim().toLowerCase(Locale.ROOT);
			if (name.isEmpty()) {
				checks.fail("tables", String.join(",", tables), "has an empty name in it", EXAMPLE);
			}
			if (!name.equals(AnnouncedTables.ALL) && NOT_OF_NAMES.matcher(name).find()) {
				checks.fail("tables", table.trim(), "must be the name of a table, without schema, quotes or pattern",
						EXAMPLE);
			}
			names.add(name);
		}
		if (names.isEmpty() && ifUnpublished == UnpublishedChange.FAIL) {
			checks.fail("if-unpublished", "fail", "has no effect, because no change is announced",
					"Type db.cache.announce.tables as well, or leave db.cache.announce.if-unpublished out.");
		}
		tables = Set.copyOf(names);
	}

	/**
	 * See to it that there is a way to announce anything.
	 * @param invalidation how other instances are told
	 */
	public void check(CacheInvalidation invalidation) {
		if (!this.tables.isEmpty() && invalidation == CacheInvalidation.LOCAL) {
			new Checks("db.cache.announce").fail("tables", String.join(",", this.tables),
					"needs a way to tell other instances, which db.cache.invalidation=local is not",
					"Type db.cache.invalidation=postgres or db.cache.invalidation=redis, or leave "
							+ "db.cache.announce.tables out if there is one instance.");
		}
	}

}
