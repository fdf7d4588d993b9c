package dev.mainstay.autoconfigure.observe;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.tracing.StatementSpans;
import dev.mainstay.operation.Operation;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DatabaseTracingAutoConfiguration} and the spans of statements.
 */
class DatabaseTracingAutoConfigurationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	private final SimpleTracer tracer = new SimpleTracer();

	private final ApplicationContextRunner withoutTracer = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				DatabasePoolAutoConfiguration.class, DatabaseObserveAutoConfiguration.class,
				DatabaseTracingAutoConfiguration.class))
		.withPropertyValues(database.springProperties());

	private final ApplicationContextRunner application = this.withoutTracer.withBean(Tracer.class, () -> this.tracer);

	@BeforeAll
	static void createTable() throws SQLException {
		try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
			statement.execute("create table patient (name varchar(50) primary key)");
		}
	}

	@Test
	void makesASpanOfEachStatement() {
		this.application.run((context) -> {
			inTrace(() -> {
				Operation.enter(new Operation("Patients.admit", "com.example.Patients.admit"));
				jdbc(context).update("insert into patient values (?)", "Elena Sorokina");
				Operation.enter(null);
				jdbc(context).queryForList("select name from patient where name = 'Elena Sorokina'");
			});
			assertThat(this.tracer.getSpans()).hasSize(3);
			SimpleSpan insert = span("INSERT");
			assertThat(insert.getKind()).isEqualTo(Span.Kind.CLIENT);
			assertThat(insert.getTags()).containsEntry("db.system.name", "h2database")
				.containsEntry("db.operation.name", "INSERT")
				.containsEntry("mainstay.operation", "Patients.admit")
				.containsEntry("mainstay.pool", "dataSource")
				.containsKey("mainstay.fingerprint")
				.hasEntrySatisfying("db.query.text", (text) -> assertThat(text).contains("patient").contains("?"))
				.doesNotContainKeys("error.type", "db.operation.batch.size");
			assertThat(span("SELECT").getTags()).containsEntry("db.response.returned_rows", "1")
				.doesNotContainKey("mainstay.operation");
			assertThat(insert.getEndTimestamp()).isAfter(insert.getStartTimestamp());
			assertThat(this.tracer.getSpans()).noneMatch((span) -> everything(span).contains("Sorokina"));
		});
	}

	@Test
	void tellsOfAnErrorButNotWhatItsMessageTells() {
		this.application.run((context) -> {
			jdbc(context).update("insert into patient values ('Ruth Okafor')");
			inTrace(() -> assertThatExceptionOfType(DuplicateKeyException.class)
				.isThrownBy(() -> jdbc(context).update("insert into patient values (?)", "Ruth Okafor"))
				.withStackTraceContaining("Ruth Okafor"));
			SimpleSpan span = span("INSERT");
			assertThat(span.getTags()).containsEntry("error.type", "constraint")
				.containsEntry("db.response.status_code", "23505");
			assertThat(span.getError()).hasMessage("constraint")
				.hasNoCause()
				.satisfies((error) -> assertThat(error.getStackTrace()).isEmpty());
			assertThat(everything(span)).doesNotContain("Okafor");
		});
	}

	@Test
	void keepsNestedStatementsApart() {
		this.application.run((context) -> {
			RowCallbackHandler inner = (row) -> jdbc(context).queryForList("select 'inner', x from system_range(1, 5)");
			inTrace(() -> jdbc(context).query("select x from system_range(1, 3)", inner));
			assertThat(this.tracer.getSpans()).filteredOn((span) -> span.getName().startsWith("SELECT"))
				.extracting((span) -> span.getTags().get("db.response.returned_rows"))
				.containsExactlyInAnyOrder("3", "5", "5", "5");
			String request = span("request").getSpanId();
			assertThat(this.tracer.getSpans()).filteredOn((span) -> span.getName().startsWith("SELECT"))
				.allSatisfy((span) -> assertThat(span.getParentId()).isEqualTo(request));
		});
	}

	@Test
	void tellsTheSizeOfABatch() {
		this.application.run((context) -> {
			inTrace(() -> jdbc(context).batchUpdate("delete from patient where name = ?",
					List.of(new Object[] { "a" }, new Object[] { "b" })));
			assertThat(span("BATCH DELETE").getTags()).containsEntry("db.operation.batch.size", "2");
		});
	}

	@Test
	void startsNoTraceOfItsOwn() {
		this.application.run((context) -> {
			jdbc(context).queryForList("select 1");
			assertThat(this.tracer.getSpans()).isEmpty();
		});
	}

	@Test
	void followsTheSamplingOfTheTracer() {
		this.application.run((context) -> {
			inTrace(false, () -> jdbc(context).queryForList("select 1"));
			assertThat(this.tracer.getSpans()).hasSize(1);
		});
	}

	@Test
	void keepsTheFailureOfATracerFromTheApplication() {
		Tracer failing = mock(Tracer.class);
		given(failing.currentSpan()).willThrow(new IllegalStateException("planted"));
		this.withoutTracer.withBean(Tracer.class, () -> failing)
			.run((context) -> assertThat(jdbc(context).queryForList("select 1")).hasSize(1));
		then(failing).should().currentSpan();
	}

	@Test
	void stopsWithTheObservation() {
		this.application.run((context) -> {
			context.getBean(StatementObservation.class).turn(false);
			inTrace(() -> jdbc(context).queryForList("select 1"));
			assertThat(this.tracer.getSpans()).hasSize(1);
		});
	}

	@Test
	void isNotThereWithoutATracer() {
		this.withoutTracer.run((context) -> assertThat(context).doesNotHaveBean(StatementSpans.class));
		this.application.withClassLoader(new FilteredClassLoader(Tracer.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(StatementSpans.class));
	}

	@Test
	void isSwitchedOffByProperty() {
		this.application.withPropertyValues("db.observe.spans.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(StatementSpans.class));
		this.application.withPropertyValues("db.observe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(StatementSpans.class));
	}

	@Test
	void backsOffForOneOfTheUser() {
		StatementSpans mine = new StatementSpans(() -> this.tracer, new StatementObservation(Duration.ofSeconds(1)),
				new DialectFingerprints(), (name) -> null, System::nanoTime, Clock.systemUTC());
		this.application.withBean(StatementSpans.class, () -> mine)
			.run((context) -> assertThat(context).getBean(StatementSpans.class)
				.asInstanceOf(InstanceOfAssertFactories.type(StatementSpans.class))
				.isSameAs(mine));
	}

	private void inTrace(Runnable work) {
		inTrace(true, work);
	}

	private void inTrace(boolean sampled, Runnable work) {
		SimpleSpan request = this.tracer.nextSpan().name("request").start();
		request.context().setSampled(sampled);
		Tracer.SpanInScope scope = this.tracer.withSpan(request);
		try {
			work.run();
		}
		finally {
			scope.close();
			request.end();
		}
	}

	private SimpleSpan span(String operation) {
		return this.tracer.getSpans()
			.stream()
			.filter((span) -> span.getName().startsWith(operation))
			.findFirst()
			.orElseThrow();
	}

	private static String everything(SimpleSpan span) {
		return span.getName() + span.getTags() + span.getEvents() + span.getError();
	}

	private static JdbcTemplate jdbc(ApplicationContext context) {
		return context.getBean(JdbcTemplate.class);
	}

}
