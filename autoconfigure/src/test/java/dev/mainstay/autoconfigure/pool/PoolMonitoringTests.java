package dev.mainstay.autoconfigure.pool;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jmx.support.ObjectNameManager;

import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the meters and managed beans that Boot and HikariCP publish: all there, and
 * no others than without us.
 */
class PoolMonitoringTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	@Test
	void keepsAllMetersOfBootAndHikari() {
		String[] sameSize = { "spring.datasource.hikari.maximum-pool-size=3",
				"spring.datasource.hikari.minimum-idle=1" };
		Map<String, Double> plain = new TreeMap<>();
		Map<String, Double> ours = new TreeMap<>();
		Applications.plain()
			.withPropertyValues(database.springProperties())
			.withPropertyValues(sameSize)
			.withUserConfiguration(StartsThePool.class)
			.run(borrowing((context) -> plain.putAll(meters(context))));
		Applications.withMainstay()
			.withPropertyValues(database.springProperties())
			.withPropertyValues(sameSize)
			.withUserConfiguration(StartsThePool.class)
			.run(borrowing((context) -> ours.putAll(meters(context))));

		assertThat(plain.keySet()).anyMatch((meter) -> meter.contains("hikaricp.connections.active"))
			.anyMatch((meter) -> meter.contains("jdbc.connections.active"));
		assertThat(ours.keySet()).isEqualTo(plain.keySet());
		assertThat(ours.values()).isNotEmpty().doesNotContain(Double.NaN);
		assertThat(figures(ours)).isEqualTo(figures(plain));
	}

	@Test
	void keepsTheMetersOfALazyDataSource() {
		Map<String, Double> meters = new TreeMap<>();
		Applications.withMainstay()
			.withPropertyValues(database.springProperties())
			.withUserConfiguration(StartsThePool.class)
			.withPropertyValues("spring.datasource.connection-fetch=lazy", "db.pool.size=2", "db.pool.max-overflow=0")
			.run(borrowing((context) -> {
				try (Connection connection = context.getBean(DataSource.class).getConnection()) {
					connection.prepareStatement("SELECT 1").close();
					meters.putAll(meters(context));
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}));
		assertThat(meters.keySet()).anyMatch((meter) -> meter.contains("hikaricp.connections.usage"));
		assertThat(meters).doesNotContainValue(Double.NaN);
		assertThat(meters.entrySet()).filteredOn((meter) -> meter.getKey().startsWith("jdbc.connections.max"))
			.singleElement()
			.satisfies((meter) -> assertThat(meter.getValue()).isEqualTo(2));
		assertThat(meters.entrySet()).filteredOn((meter) -> meter.getKey().startsWith("jdbc.connections.active"))
			.singleElement()
			.satisfies((meter) -> assertThat(meter.getValue()).isEqualTo(1));
	}

	@Test
	void keepsTheManagedBeansOfSpring() {
		assertSameManagedBeans("spring.jmx.enabled=true");
	}

	@Test
	void keepsTheManagedBeansOfHikari() {
		assertSameManagedBeans("spring.jmx.enabled=true", "spring.datasource.hikari.register-mbeans=true",
				"spring.datasource.hikari.pool-name=monitored");
	}

	@Test
	void keepsTheManagedBeansOfALazyDataSource() {
		assertSameManagedBeans("spring.jmx.enabled=true", "spring.datasource.connection-fetch=lazy");
	}

	@Test
	void showsThePoolsOwnFiguresInJmx() {
		Applications.withMainstay()
			.withPropertyValues(database.springProperties())
			.withPropertyValues("spring.jmx.enabled=true", "db.pool.size=2", "db.pool.max-overflow=1")
			.run(borrowing((context) -> {
				Set<String> names = hikariBeans();
				assertThat(names).hasSize(1);
				try {
					ObjectName name = ObjectNameManager.getInstance(names.iterator().next());
					assertThat(server().getAttribute(name, "MaximumPoolSize")).isEqualTo(3);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}));
	}

	private void assertSameManagedBeans(String... properties) {
		Set<String> plain = new TreeSet<>();
		Set<String> ours = new TreeSet<>();
		run(Applications.plain(), properties, plain);
		run(Applications.withMainstay(), properties, ours);
		assertThat(plain).isNotEmpty();
		assertThat(ours).isEqualTo(plain);
		assertThat(hikariBeans()).isEmpty();
	}

	private void run(ApplicationContextRunner application, String[] properties, Set<String> names) {
		application.withPropertyValues(database.springProperties())
			.withPropertyValues(properties)
			.run(borrowing((context) -> names.addAll(hikariBeans())));
	}

	private static Set<String> hikariBeans() {
		Set<String> names = new TreeSet<>();
		for (ObjectName name : server().queryNames(null, null)) {
			if (name.getDomain().startsWith("com.zaxxer.hikari") || name.getDomain().startsWith("dev.mainstay")
					|| name.toString().contains("ataSource")) {
				names.add(name.toString());
			}
		}
		return names;
	}

	private static MBeanServer server() {
		return ManagementFactory.getPlatformMBeanServer();
	}

	private static ContextConsumer<AssertableApplicationContext> borrowing(
			Consumer<AssertableApplicationContext> then) {
		return (context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
			}
			then.accept(context);
		};
	}

	private static Map<String, Double> meters(AssertableApplicationContext context) {
		Map<String, Double> values = new TreeMap<>();
		for (Meter meter : context.getBean(MeterRegistry.class).getMeters()) {
			String name = meter.getId().getName();
			if (name.startsWith("hikaricp.") || name.startsWith("jdbc.")) {
				for (Measurement measurement : meter.measure()) {
					values.put(key(meter) + " " + measurement.getStatistic(), measurement.getValue());
				}
			}
		}
		return values;
	}

	// HikariCP counts the pools of a JVM in the names that it gives them.
	private static String key(Meter meter) {
		return meter.getId().getName() + " "
				+ meter.getId().getTags().toString().replaceAll("HikariPool-\\d+", "HikariPool");
	}

	private static Map<String, Double> figures(Map<String, Double> meters) {
		Map<String, Double> figures = new TreeMap<>(meters);
		figures.keySet()
			.removeIf((meter) -> meter.contains("usage") || meter.contains("acquire") || meter.contains("creation"));
		return figures;
	}

	/**
	 * Starts the pool early, as Hibernate and Flyway do: what a pool does not know yet
	 * when meters are bound has no meter.
	 */
	@Configuration(proxyBeanMethods = false)
	static class StartsThePool {

		@Bean
		InitializingBean poolStarter(DataSource dataSource) {
			return () -> dataSource.getConnection().close();
		}

	}

}
