package dev.mainstay.autoconfigure.cache;

import dev.mainstay.cache.dependency.CatalogTables;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.datasource.TransactionHook;
import dev.mainstay.datasource.TransactionState;

/**
 * Tells the catalogs when a transaction is over, which may have changed definitions.
 */
final class CatalogUpdates implements TransactionHook {

	private final CatalogTables tables;

	private final TagVersions versions;

	CatalogUpdates(CatalogTables tables, TagVersions versions) {
		this.tables = tables;
		this.versions = versions;
	}

	@Override
	public void ended(AdvisedConnection connection, TransactionState outcome) {
		if (this.versions.isUsed()) {
			this.tables.transactionEnded(connection.dataSource());
		}
	}

}
