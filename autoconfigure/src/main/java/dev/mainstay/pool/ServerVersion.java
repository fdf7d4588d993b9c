package dev.mainstay.pool;

/**
 * What a database server calls itself.
 *
 * @param product the product name as the driver reports it
 * @param version the version as the driver reports it
 */
public record ServerVersion(String product, String version) {

	@Override
	public String toString() {
		return this.product + " " + this.version;
	}

}
