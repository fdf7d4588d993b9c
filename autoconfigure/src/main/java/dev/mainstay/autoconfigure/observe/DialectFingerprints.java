package dev.mainstay.autoconfigure.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.SqlDialect;

/**
 * The fingerprints of the statements in each product's language, made when they are first
 * needed.
 */
public final class DialectFingerprints implements Function<DatabaseProduct, Fingerprints> {

	private final Map<DatabaseProduct, Fingerprints> known = new ConcurrentHashMap<>();

	@Override
	public Fingerprints apply(DatabaseProduct product) {
		Fingerprints fingerprints = this.known.get(product);
		return (fingerprints != null) ? fingerprints
				: this.known.computeIfAbsent(product, (key) -> new Fingerprints(SqlDialect.of(key)));
	}

}
