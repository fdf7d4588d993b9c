package dev.mainstay.transaction.strategy;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Isolation;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * What databases make of isolation levels that they do not have.
 */
public final class IsolationCheck {

	private IsolationCheck() {
	}

	/**
	 * Return whether a database refuses an isolation level.
	 * @param isolation the level
	 * @param product the database
	 * @return whether transactions with it fail there
	 */
	public static boolean isRefused(Isolation isolation, DatabaseProduct product) {
		return product == DatabaseProduct.ORACLE
				&& (isolation == Isolation.READ_UNCOMMITTED || isolation == Isolation.REPEATABLE_READ);
	}

	/**
	 * Return what a database gives in place of an isolation level.
	 * @param isolation the level
	 * @param product the database
	 * @return what is to be known, a clause that goes on after a semicolon; {@code null}
	 * if the level is what it says
	 */
	public static @Nullable String difference(Isolation isolation, DatabaseProduct product) {
		if (product == DatabaseProduct.POSTGRESQL && isolation == Isolation.READ_UNCOMMITTED) {
			return "PostgreSQL gives READ_COMMITTED, the weakest level that it has";
		}
		if (product == DatabaseProduct.H2 && isolation == Isolation.SERIALIZABLE) {
			return "H2 does not prevent write skew at this level, so what works there is not proven for another "
					+ "database";
		}
		return null;
	}

}
