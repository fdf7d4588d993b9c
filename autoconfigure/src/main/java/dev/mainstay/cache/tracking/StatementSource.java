package dev.mainstay.cache.tracking;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * A statement that was executed, and where.
 *
 * @param dataSource the bean name of the data source
 * @param product what it connects to
 * @param sql the text
 */
record StatementSource(String dataSource, DatabaseProduct product, String sql) {

}
