package dev.mainstay.autoconfigure.pool;

import java.lang.reflect.Proxy;
import java.util.Hashtable;

import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for data sources that a server provides by a name.
 */
class JndiDataSourceTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = Applications.withMainstay()
		.withSystemProperties(Context.INITIAL_CONTEXT_FACTORY + "=" + OneDataSource.class.getName());

	@Test
	void leavesTheDataSourceOfTheServerAlone() {
		this.application.withPropertyValues("spring.datasource.jndi-name=java:comp/env/jdbc/shop").run((context) -> {
			assertThat(context).getBean(DataSource.class).isExactlyInstanceOf(JdbcDataSource.class);
			assertThat(context.getBean(ManagedPools.class).all()).isEmpty();
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class)).isOne();
		});
	}

	@Test
	void looksAfterAPoolOfOursOnTopOfIt() {
		this.application.withBean("dataSource", HikariDataSource.class, JndiDataSourceTests::pool).run((context) -> {
			assertThat(Applications.pool(context, "dataSource").dataSource().getMaximumPoolSize()).isEqualTo(50);
			assertThat(context.getBean(DataSource.class).getConnection()).satisfies((connection) -> {
				assertThat(connection.isWrapperFor(AdvisedConnection.class)).isTrue();
				connection.close();
			});
		});
	}

	private static HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSourceJNDI("java:comp/env/jdbc/shop");
		return pool;
	}

	/**
	 * A directory in which every name leads to the same data source.
	 */
	public static final class OneDataSource implements InitialContextFactory {

		@Override
		public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL(database.url());
			dataSource.setUser(database.username());
			dataSource.setPassword(database.password());
			return (Context) Proxy.newProxyInstance(Context.class.getClassLoader(), new Class<?>[] { Context.class },
					(proxy, method, arguments) -> method.getName().equals("lookup") ? dataSource : null);
		}

	}

}
