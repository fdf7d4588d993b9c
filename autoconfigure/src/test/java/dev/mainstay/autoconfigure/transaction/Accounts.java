package dev.mainstay.autoconfigure.transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.testsupport.TestDatabase;

/**
 * An application with two accounts of 100 each and named units of work.
 */
final class Accounts implements AutoCloseable {

	private final JdbcApplication application;

	private Accounts(JdbcApplication application) {
		this.application = application;
	}

	/**
	 * Start an application.
	 * @param database the database
	 * @param properties name-value pairs, of which the last one of a name counts
	 * @return the application
	 */
	static Accounts start(TestDatabase database, String... properties) {
		Map<String, String> all = new LinkedHashMap<>();
		Stream.concat(Stream.of(database.springProperties()), Stream.of(properties))
			.map((property) -> property.split("=", 2))
			.forEach((property) -> all.put(property[0], property[1]));
		Accounts accounts = new Accounts(JdbcApplication
			.start(all.entrySet().stream().map((one) -> one.getKey() + "=" + one.getValue()).toArray(String[]::new)));
		accounts.reset();
		return accounts;
	}

	void reset() {
		for (String sql : List.of("DROP TABLE IF EXISTS accounts",
				"CREATE TABLE accounts (id INT PRIMARY KEY, balance INT NOT NULL)",
				"INSERT INTO accounts VALUES (1, 100), (2, 100)")) {
			this.application.jdbc().execute(sql);
		}
	}

	JdbcApplication application() {
		return this.application;
	}

	<T> T bean(Class<T> type) {
		return this.application.context().getBean(type);
	}

	<T> T run(String operation, Supplier<T> work) {
		TransactionTemplate template = new TransactionTemplate(bean(PlatformTransactionManager.class));
		template.setName(operation);
		return template.execute((status) -> work.get());
	}

	void add(int account, int amount) {
		this.application.jdbc().update("UPDATE accounts SET balance = balance + ? WHERE id = ?", amount, account);
	}

	int balance(int account) {
		return this.application.number("SELECT balance FROM accounts WHERE id = " + account);
	}

	@Override
	public void close() {
		this.application.close();
	}

}
