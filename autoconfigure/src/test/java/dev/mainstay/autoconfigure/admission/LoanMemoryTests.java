package dev.mainstay.autoconfigure.admission;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.autoconfigure.JdbcApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how much is made for a connection that is lent and given back, with gate, breaker
 * and the record of who has the connections.
 */
class LoanMemoryTests {

	private static final int LOANS = 10_000;

	private static final int MOST_BYTES = 100;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@Test
	void aLoanMakesLittleMoreThanThePoolDoes() throws SQLException {
		try (JdbcApplication application = JdbcApplication.start(Guards.class,
				"spring.datasource.url=jdbc:h2:mem:loans")) {
			DataSource advised = application.context().getBean(DataSource.class);
			DataSource pool = application.pool().dataSource();
			bytes(advised);
			bytes(pool);

			assertThat((bytes(advised) - bytes(pool)) / LOANS).isPositive().isLessThanOrEqualTo(MOST_BYTES);
		}
	}

	private long bytes(DataSource dataSource) throws SQLException {
		long before = this.threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < LOANS; i++) {
			dataSource.getConnection().close();
		}
		return this.threads.getCurrentThreadAllocatedBytes() - before;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DatabaseAdmissionAutoConfiguration.class, DatabaseBreakerAutoConfiguration.class,
			DatabaseHolderAutoConfiguration.class })
	static class Guards {

	}

}
