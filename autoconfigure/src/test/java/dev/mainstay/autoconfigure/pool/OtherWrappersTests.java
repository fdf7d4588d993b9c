package dev.mainstay.autoconfigure.pool;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import dev.mainstay.datasource.AdvisedConnection;
import dev.mainstay.pool.ConnectionEvent;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for data sources that somebody else wraps as well, such as p6spy,
 * datasource-proxy and OpenTelemetry, below our advice and on top of it.
 */
class OtherWrappersTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = Applications.withMainstay()
		.withPropertyValues(database.springProperties())
		.withPropertyValues("db.pool.size=2", "db.pool.max-overflow=1");

	@ParameterizedTest
	@EnumSource
	void worksBelowAWrapper(Wrapping wrapping) {
		this.application.withBean(Wrapper.class, () -> new Wrapper(wrapping, DataSourcePostProcessor.ORDER + 1))
			.run((context) -> assertBothTakePart(context, wrapping));
	}

	@ParameterizedTest
	@EnumSource
	void worksOnTopOfAWrapper(Wrapping wrapping) {
		this.application.withBean(Wrapper.class, () -> new Wrapper(wrapping, DataSourcePostProcessor.ORDER - 1))
			.run((context) -> assertBothTakePart(context, wrapping));
	}

	@Test
	void staysAHikariDataSourceInsideAClassBasedProxyOfSpring() {
		this.application
			.withBean(Wrapper.class, () -> new Wrapper(Wrapping.SPRING_CLASS, DataSourcePostProcessor.ORDER - 1))
			.run((context) -> assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize()).isEqualTo(3));
	}

	private static void assertBothTakePart(ApplicationContext context, Wrapping wrapping) throws SQLException {
		Wrapper wrapper = context.getBean(Wrapper.class);
		DataSource dataSource = context.getBean(DataSource.class);
		int before = wrapper.calls.get();
		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection.isWrapperFor(AdvisedConnection.class)).isTrue();
			assertThat(connection.unwrap(JdbcConnection.class)).isNotNull();
		}
		assertThat(wrapper.calls.get() - before).as("calls of the other wrapper").isOne();
		assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class)).isOne();
		HikariDataSource pool = Applications.pool(context, "dataSource").dataSource();
		assertThat(pool.getMaximumPoolSize()).isEqualTo(3);
		assertThat(Applications.pool(context, "dataSource").events().count(ConnectionEvent.CREATED)).isPositive();
		if (wrapping != Wrapping.SEALED_CLASS) {
			assertThat(DataSourceUnwrapper.unwrap(dataSource, HikariConfigMXBean.class, HikariDataSource.class))
				.isNotNull();
		}
	}

	/**
	 * The ways in which data sources are wrapped.
	 */
	enum Wrapping {

		JDK {

			@Override
			DataSource wrap(DataSource target, AtomicInteger calls) {
				return (DataSource) Proxy.newProxyInstance(DataSource.class.getClassLoader(),
						new Class<?>[] { DataSource.class }, (proxy, method, arguments) -> {
							if (method.getName().equals("getConnection")) {
								calls.incrementAndGet();
							}
							try {
								return method.invoke(target, arguments);
							}
							catch (InvocationTargetException ex) {
								throw ex.getTargetException();
							}
						});
			}

		},

		SPRING_INTERFACE {

			@Override
			DataSource wrap(DataSource target, AtomicInteger calls) {
				return spring(target, calls, false);
			}

		},

		SPRING_CLASS {

			@Override
			DataSource wrap(DataSource target, AtomicInteger calls) {
				return spring(target, calls, true);
			}

		},

		DELEGATING {

			@Override
			DataSource wrap(DataSource target, AtomicInteger calls) {
				return new DelegatingDataSource(target) {

					@Override
					public Connection getConnection() throws SQLException {
						calls.incrementAndGet();
						return super.getConnection();
					}

				};
			}

		},

		SEALED_CLASS {

			@Override
			DataSource wrap(DataSource target, AtomicInteger calls) {
				return new Sealed(target, calls);
			}

		};

		abstract DataSource wrap(DataSource target, AtomicInteger calls);

		private static DataSource spring(DataSource target, AtomicInteger calls, boolean byClass) {
			ProxyFactory factory = new ProxyFactory(target);
			factory.setProxyTargetClass(byClass);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				if (invocation.getMethod().getName().equals("getConnection")) {
					calls.incrementAndGet();
				}
				return invocation.proceed();
			});
			return (DataSource) factory.getProxy();
		}

	}

	/**
	 * A wrapper of which there can be no subclass although it is not final.
	 */
	private static sealed class Sealed extends AbstractDataSource permits Permitted {

		private final DataSource target;

		private final AtomicInteger calls;

		Sealed(DataSource target, AtomicInteger calls) {
			this.target = target;
			this.calls = calls;
		}

		@Override
		public Connection getConnection() throws SQLException {
			this.calls.incrementAndGet();
			return this.target.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.target.getConnection(username, password);
		}

	}

	private static final class Permitted extends Sealed {

		Permitted(DataSource target, AtomicInteger calls) {
			super(target, calls);
		}

	}

	static final class Wrapper implements BeanPostProcessor, Ordered {

		private final Wrapping wrapping;

		private final int order;

		private final AtomicInteger calls = new AtomicInteger();

		Wrapper(Wrapping wrapping, int order) {
			this.wrapping = wrapping;
			this.order = order;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof DataSource dataSource) ? this.wrapping.wrap(dataSource, this.calls) : bean;
		}

		@Override
		public int getOrder() {
			return this.order;
		}

	}

}
