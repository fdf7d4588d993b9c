package dev.mainstay.autoconfigure.constraint;

import java.sql.SQLException;
import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import dev.mainstay.datasource.UnknownOutcomeException;
import dev.mainstay.failure.Attempts;

/**
 * A web application whose requests break the rules of its database.
 */
@Configuration(proxyBeanMethods = false)
@EntityScan(basePackageClasses = CustomerApplication.Customer.class)
class CustomerApplication {

	static final String[] TABLES = {
			"create table customer (id int primary key, email_address varchar(20) not null, age int, "
					+ "constraint uq_email unique (email_address), constraint age_positive check (age > 0))",
			"create table orders (id int primary key, customer_id int not null, "
					+ "constraint fk_customer foreign key (customer_id) references customer (id))",
			"insert into customer values (1, 'Sorrel', 60)", "insert into orders values (1, 1)" };

	@Bean
	RouterFunction<ServerResponse> routes(JdbcTemplate jdbc) {
		return RouterFunctions.route().GET("/function", (request) -> {
			jdbc.update("insert into customer values (2, 'Sorrel', 1)");
			return ServerResponse.ok().build();
		}).build();
	}

	/**
	 * A customer.
	 */
	@Entity
	@Table(name = "customer")
	static class Customer {

		@Id
		int id;

		@Nullable String emailAddress;

		int age;

	}

	/**
	 * Requests that fail.
	 */
	@RestController
	static class Customers {

		private final JdbcTemplate jdbc;

		private final EntityManager entities;

		Customers(JdbcTemplate jdbc, EntityManager entities) {
			this.jdbc = jdbc;
			this.entities = entities;
		}

		@GetMapping("/duplicate")
		void duplicate() {
			this.jdbc.update("insert into customer values (2, ?, 1)", "Sorrel");
		}

		@GetMapping("/jpa")
		@Transactional
		void duplicateEntity() {
			Customer customer = new Customer();
			customer.id = 2;
			customer.emailAddress = "Sorrel";
			customer.age = 1;
			this.entities.persist(customer);
		}

		@GetMapping("/commit")
		@Transactional
		void duplicateAtCommit() {
			this.jdbc.update("insert into later values (1), (1)");
		}

		@GetMapping("/parent")
		void missingParent() {
			this.jdbc.update("insert into orders values (2, 99)");
		}

		@GetMapping("/child")
		void stillReferenced() {
			this.jdbc.update("delete from customer");
		}

		@GetMapping("/long")
		void tooLong() {
			this.jdbc.update("insert into customer values (2, ?, 1)", "Sorrel".repeat(9));
		}

		@GetMapping("/null")
		void missing() {
			this.jdbc.update("insert into customer (id, age) values (2, 1)");
		}

		@GetMapping("/check")
		void broken() {
			this.jdbc.update("insert into customer values (2, 'Sorrel 2', -1)");
		}

		@GetMapping("/lock")
		@Transactional
		void locked() {
			this.jdbc.execute("set local lock_timeout = '20ms'");
			this.jdbc.update("update customer set age = 61 where id = 1");
		}

		@GetMapping("/tried")
		void triedAgain() {
			CannotAcquireLockException error = new CannotAcquireLockException("Sorrel",
					new PSQLException("Sorrel", PSQLState.DEADLOCK_DETECTED));
			new Attempts(5, Instant.EPOCH).attachTo(error);
			throw error;
		}

		@GetMapping("/unknown")
		void unknown() {
			throw new TransactionSystemException("Sorrel",
					new UnknownOutcomeException("Sorrel", new SQLException("I/O", "08006")));
		}

		@GetMapping("/own")
		void ownStatus() {
			try {
				duplicate();
			}
			catch (DataIntegrityViolationException ex) {
				throw new TakenException(ex);
			}
		}

		@GetMapping("/other")
		void otherError() {
			throw new IllegalStateException("Sorrel");
		}

	}

	/**
	 * A controller that answers itself.
	 */
	@RestController
	static class CustomersWithHandler {

		private final JdbcTemplate jdbc;

		CustomersWithHandler(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@GetMapping("/handled")
		void duplicate() {
			this.jdbc.update("insert into customer values (2, ?, 1)", "Sorrel");
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.LOCKED)
		String taken(DataIntegrityViolationException ex) {
			return "handled by the controller";
		}

	}

	/**
	 * An exception that has a status.
	 */
	@ResponseStatus(HttpStatus.GONE)
	static class TakenException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TakenException(Throwable cause) {
			super(cause);
		}

	}

}
