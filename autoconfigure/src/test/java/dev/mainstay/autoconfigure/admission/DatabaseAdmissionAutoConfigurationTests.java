package dev.mainstay.autoconfigure.admission;

import java.sql.Connection;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.Segment;
import dev.mainstay.admission.UnknownSegmentException;
import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.metrics.DatabaseMetricsAutoConfiguration;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.autoconfigure.transaction.DatabaseTransactionAutoConfiguration;
import dev.mainstay.operation.DatabaseOperation;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseAdmissionAutoConfiguration}.
 */
class DatabaseAdmissionAutoConfigurationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				DatabasePoolAutoConfiguration.class, DatabaseAdmissionAutoConfiguration.class,
				DatabaseTransactionAutoConfiguration.class, DatabaseMetricsAutoConfiguration.class))
		.withPropertyValues(database.springProperties());

	@Test
	void putsAGateInFrontOfThePool() {
		this.application.run((context) -> {
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class)).isOne();
			Gate gate = Objects.requireNonNull(context.getBean(Gates.class).find("dataSource"));
			assertThat(gate.isDivided()).isFalse();
			assertThat(gate.snapshot().permits()).isEqualTo(50);
		});
	}

	@Test
	void doesNothingWhenSwitchedOff() {
		this.application
			.withPropertyValues("db.admission.enabled=false", "db.segments.reports.dedicated=true",
					"db.segments.reports.max=2", "db.operations.report.segments=reports")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(Gates.class).doesNotHaveBean("reportsDataSource");
				assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class)).isOne();
			});
	}

	@Test
	void leavesTheBeanOfTheUserAlone() {
		Gates gates = new Gates();
		this.application.withBean("ownGates", Gates.class, () -> gates)
			.run((context) -> assertThat(context.getBean(Gates.class)).isSameAs(gates));
	}

	@Test
	void dividesThePoolOfEachDataSource() {
		this.application
			.withPropertyValues("db.segments.fast.guaranteed=5", "db.data-sources.other.segments.enabled=false")
			.withBean("other", HikariDataSource.class, DatabaseAdmissionAutoConfigurationTests::other,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.run((context) -> {
				Gates gates = context.getBean(Gates.class);
				assertThat(gates.find("dataSource")).isNotNull()
					.extracting(Gate::segments)
					.asInstanceOf(InstanceOfAssertFactories.list(Segment.class))
					.extracting(Segment::name)
					.containsExactly("fast", "default");
				assertThat(gates.find("other")).isNotNull().extracting(Gate::isDivided).isEqualTo(false);
			});
	}

	@Test
	void aDedicatedPoolIsNobodysDefault() {
		this.application
			.withPropertyValues("db.segments.menu-export.dedicated=true", "db.segments.menu-export.max=4",
					"db.segments.menu-export.guaranteed=1", "db.data-sources.menu-export-data-source.pool.timeout=5s",
					"spring.datasource.hikari.pool-name=main")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				HikariDataSource own = context.getBean("menuExportDataSource", HikariDataSource.class);
				assertThat(own.getMaximumPoolSize()).isEqualTo(4);
				assertThat(own.getMinimumIdle()).isEqualTo(1);
				assertThat(own.getConnectionTimeout()).isEqualTo(5000);
				assertThat(own.getPoolName()).isEqualTo("menu-export");
				assertThat(context.getBean(DataSource.class)).isSameAs(context.getBean("dataSource"));
				assertThat(context.getBean(ManagedPools.class).find("menuExportDataSource")).isNotNull();
				assertThat(context.getBean(Gates.class).find("menuExportDataSource")).isNotNull();
			});
	}

	@Test
	void aDedicatedPoolCanBeABeanOfTheUser() {
		this.application.withPropertyValues("db.segments.reports.dedicated=true", "db.segments.reports.max=4")
			.withBean("reportsDataSource", HikariDataSource.class, DatabaseAdmissionAutoConfigurationTests::other,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.run((context) -> assertThat(context.getBean("reportsDataSource", HikariDataSource.class).getJdbcUrl())
				.isEqualTo("jdbc:h2:mem:other"));
	}

	@Test
	void aDedicatedPoolIsOfTheOnlyDataSourceWhateverItsName() {
		this.application
			.withPropertyValues("db.segments.reports.dedicated=true", "db.segments.reports.max=4",
					"db.operations.report.segments=reports")
			.withBean("zebra", HikariDataSource.class, DatabaseAdmissionAutoConfigurationTests::other)
			.withBean(Report.class)
			.run((context) -> {
				assertThat(context.getBean("reportsDataSource", HikariDataSource.class).getJdbcUrl())
					.isEqualTo("jdbc:h2:mem:other");
				assertThat(context.getBean(ManagedPools.class).primary()).isNotNull()
					.extracting((pool) -> pool.name())
					.isEqualTo("zebra");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			db.segments.fast.guaranteed=-1                 | db.segments.fast.guaranteed     | at least 0
			db.segments.fast.max=0                         | db.segments.fast.max            | at least 1
			db.segments.f.guaranteed=5,db.segments.f.max=3 | db.segments.f.max               | at least 5
			db.segments.fast.guaranteed=50                 | db.segments.fast.guaranteed     | 49 can be
			db.segments.f.guaranteed=49,db.admission.nested-reserve=1 | db.segments.f        | 48 can be
			db.segments.default.dedicated=true,db.segments.default.max=2 | default.dedicated | nobody prefers
			db.segments.pdf-export.max=2,db.segments.pdfExport.max=3 | db.segments.pdf       | another way
			db.segments.fast.guaranteed=51                 | db.segments.fast.guaranteed     | of 50 connections
			db.segments.a.guaranteed=30,db.segments.b.guaranteed=21 | db.segments.b          | makes 51
			db.segments.fast.dedicated=true                | db.segments.fast.dedicated      | to know how large
			db.segments.fast.statement-timeout=0           | db.segments.fast.statement      | at least 1ms
			db.segments.a.work=request,db.segments.b.work=request | .work                    | of the segment
			db.operations.x.segments=fast                  | db.operations.x.segments        | names 'fast'
			db.admission.lent-share=1.5                    | db.admission.lent-share         | from 0 to 1
			db.admission.free-share=-0.1                   | db.admission.free-share         | from 0 to 1
			""")
	void saysWhatToType(String properties, String name, String reason) {
		this.application.withPropertyValues(properties.split(","))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining(name)
				.hasMessageContaining(reason));
	}

	@Test
	void theDefaultSegmentAloneCanHaveLimits() {
		this.application.withPropertyValues("db.segments.default.max=3").run((context) -> {
			Gate gate = Objects.requireNonNull(context.getBean(Gates.class).find("dataSource"));
			assertThat(gate.isDivided()).isTrue();
			assertThat(gate.segmentSnapshots().get(0).maximum()).isEqualTo(3);
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class)).isOne();
		});
	}

	@Test
	void aDedicatedPoolIsThereForABeanAroundTheOtherPool() {
		this.application
			.withPropertyValues("db.segments.reports.dedicated=true", "db.segments.reports.max=4",
					"db.segments.reports.work=transaction")
			.withBean("pool", HikariDataSource.class, DatabaseAdmissionAutoConfigurationTests::other)
			.withBean("dataSource", DataSource.class, () -> new DelegatingDataSource(), (definition) -> {
				definition.setPrimary(true);
				((AbstractBeanDefinition) definition).getPropertyValues()
					.add("targetDataSource", new RuntimeBeanReference("pool"));
			})
			.run((context) -> {
				assertThat(context).hasNotFailed();
				try (Connection connection = context.getBean("dataSource", DataSource.class).getConnection()) {
					assertThat(connection.isValid(5)).isTrue();
					assertThat(context.getBean("reportsDataSource", HikariDataSource.class)
						.getHikariPoolMXBean()
						.getActiveConnections()).isOne();
				}
				assertThat(context.getBean(ManagedPools.class).primary()).isNotNull()
					.extracting((pool) -> pool.name())
					.isEqualTo("pool");
			});
	}

	@Test
	void nobodyIsSentToAPoolWhereNoneIsMeant() {
		this.application
			.withPropertyValues("db.segments.reports.dedicated=true", "db.segments.reports.max=4",
					"db.segments.reports.work=transaction")
			.withBean("one", HikariDataSource.class, DatabaseAdmissionAutoConfigurationTests::other)
			.withBean("two", HikariDataSource.class, DatabaseAdmissionAutoConfigurationTests::other)
			.withBean("reportsDataSource", HikariDataSource.class, DatabaseAdmissionAutoConfigurationTests::other)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				try (Connection connection = context.getBean("one", DataSource.class).getConnection()) {
					assertThat(connection.isValid(5)).isTrue();
				}
			});
	}

	@Test
	void aDedicatedPoolHasTheCredentialsOfNow() {
		this.application.withPropertyValues("db.segments.reports.dedicated=true", "db.segments.reports.max=4")
			.run((context) -> {
				HikariDataSource own = context.getBean("reportsDataSource", HikariDataSource.class);
				HikariDataSource source = context.getBean("dataSource", HikariDataSource.class);
				source.getHikariConfigMXBean().setPassword("changed");
				assertThat(own.getCredentialsProvider().getCredentials().getPassword()).isEqualTo("changed");
			});
	}

	@Test
	void aDedicatedPoolHasItsSizeWhereNothingIsTuned() {
		this.application
			.withPropertyValues("db.segments.reports.dedicated=true", "db.segments.reports.max=4",
					"db.pool.enabled=false")
			.run((context) -> assertThat(
					context.getBean("reportsDataSource", HikariDataSource.class).getMaximumPoolSize())
				.isEqualTo(4));
	}

	@Test
	void aMethodThatPrefersASegmentThatThereIsNotStopsTheStart() {
		this.application.withPropertyValues("db.segments.fast.max=5")
			.withBean(Report.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnknownSegmentException.class)
				.hasMessageContaining("Report.make: there is no segment 'reports'"));
	}

	@Test
	void whereThereAreNoSegmentsNobodyMindsWhatIsPreferred() {
		this.application.withBean(Report.class)
			.run((context) -> assertThat(context.getBean(Report.class).make(context.getBean(JdbcTemplate.class)))
				.containsExactly(1));
	}

	private static HikariDataSource other() {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl("jdbc:h2:mem:other");
		dataSource.setUsername("sa");
		dataSource.setPassword("");
		return dataSource;
	}

	public static class Report {

		@DatabaseOperation(name = "report", segments = "reports")
		public List<Integer> make(JdbcTemplate jdbc) {
			return jdbc.queryForList("SELECT 1", Integer.class);
		}

	}

}
