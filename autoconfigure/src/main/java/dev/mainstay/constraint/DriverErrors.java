package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * Tells by whose driver an error was raised, and doing what. Several drivers raise the
 * exceptions of {@code java.sql} themselves; of those it is the stack that tells.
 */
final class DriverErrors {

	private static final int NEAREST = 12;

	private static final Map<String, DatabaseProduct> PACKAGES = new LinkedHashMap<>();

	static {
		PACKAGES.put("org.postgresql.", DatabaseProduct.POSTGRESQL);
		PACKAGES.put("org.mariadb.", DatabaseProduct.MYSQL);
		PACKAGES.put("com.mysql.", DatabaseProduct.MYSQL);
		PACKAGES.put("org.h2.", DatabaseProduct.H2);
		PACKAGES.put("org.sqlite.", DatabaseProduct.SQLITE);
		PACKAGES.put("oracle.", DatabaseProduct.ORACLE);
		PACKAGES.put("com.microsoft.sqlserver.", DatabaseProduct.SQL_SERVER);
	}

	private DriverErrors() {
	}

	static @Nullable DatabaseProduct product(SQLException error) {
		DatabaseProduct product = product(error.getClass().getName());
		StackTraceElement[] stack = error.getStackTrace();
		for (int i = 0; product == null && i < Math.min(stack.length, NEAREST); i++) {
			product = product(stack[i].getClassName());
		}
		return product;
	}

	private static @Nullable DatabaseProduct product(String className) {
		for (Map.Entry<String, DatabaseProduct> entry : PACKAGES.entrySet()) {
			if (className.startsWith(entry.getKey())) {
				return entry.getValue();
			}
		}
		return null;
	}

	/**
	 * Return whether an error was raised by a commit, not by a statement before it.
	 * @param error the driver's error
	 * @return whether the driver was committing
	 */
	static boolean isAtCommit(SQLException error) {
		for (StackTraceElement frame : error.getStackTrace()) {
			if (product(frame.getClassName()) == null) {
				return false;
			}
			if (frame.getMethodName().equals("commit")) {
				return true;
			}
		}
		return false;
	}

}
