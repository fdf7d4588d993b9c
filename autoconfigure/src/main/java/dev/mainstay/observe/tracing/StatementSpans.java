package dev.mainstay.observe.tracing;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.JdbcUrl;
import dev.mainstay.datasource.StatementExecution;
import dev.mainstay.datasource.StatementListener;
import dev.mainstay.failure.FailureClassifier;
import dev.mainstay.observe.StatementObservation;
import dev.mainstay.sql.Fingerprint;
import dev.mainstay.sql.Fingerprints;
import dev.mainstay.sql.StatementKind;

/*
 * A span is made when its statement is over, with the times at which it began and ended,
 * and is a child of the span that is current then. So nothing has to be carried from the
 * beginning to the end: a statement whose result is still being read while another one
 * is executed, on the same connection, needs no stack of scopes, and a statement whose
 * end nobody sees leaves nothing open. The price is that a result that is read on after
 * its span has ended belongs to the span around that one.
 */

/**
 * Makes a span of every statement that is executed within a sampled trace. What is not
 * traced costs a look at the current span. Thread-safe.
 */
public final class StatementSpans implements StatementListener {

	private static final String DIFFERENT_TEXTS = "batch of different statements";

	private final Supplier<Tracer> tracer;

	private final StatementObservation observation;

	private final Function<DatabaseProduct, Fingerprints> fingerprints;

	private final Function<String, @Nullable JdbcUrl> urls;

	private final LongSupplier nanoTime;

	private final Clock clock;

	/**
	 * Create the listener.
	 * @param tracer gives the tracer when there is something to trace
	 * @param observation whether to observe
	 * @param fingerprints the fingerprints of each product's language
	 * @param urls tells where a data source connects to, by its bean name
	 * @param nanoTime the source of elapsed time, in nanoseconds: the one that executions
	 * are measured with
	 * @param clock tells the time
	 */
	public StatementSpans(Supplier<Tracer> tracer, StatementObservation observation,
			Function<DatabaseProduct, Fingerprints> fingerprints, Function<String, @Nullable JdbcUrl> urls,
			LongSupplier nanoTime, Clock clock) {
		this.tracer = tracer;
		this.observation = observation;
		this.fingerprints = fingerprints;
		this.urls = urls;
		this.nanoTime = nanoTime;
		this.clock = clock;
	}

	@Override
	public void completed(StatementExecution execution) {
		if (!this.observation.isOn()) {
			return;
		}
		Tracer tracer = this.tracer.get();
		Span parent = tracer.currentSpan();
		if (parent != null && isTraced(parent)) {
			span(tracer, parent.context(), execution);
		}
	}

	// A parent that is not sampled will have no child that is.
	private static boolean isTraced(Span span) {
		return !span.isNoop() && !Boolean.FALSE.equals(span.context().sampled());
	}

	private void span(Tracer tracer, TraceContext parent, StatementExecution execution) {
		DatabaseProduct product = execution.connection().product();
		String sql = execution.sql();
		Fingerprint fingerprint = this.fingerprints.apply(product).of((sql != null) ? sql : DIFFERENT_TEXTS);
		long ago = this.nanoTime.getAsLong() - execution.startedNanos();
		Instant now = this.clock.instant();
		Span.Builder span = tracer.spanBuilder()
			.setParent(parent)
			.kind(Span.Kind.CLIENT)
			.startTimestamp(micros(now.minusNanos(ago)), TimeUnit.MICROSECONDS);
		name(span, execution, fingerprint);
		where(span, execution.connection().dataSource(), product);
		what(span, execution, fingerprint);
		failed(span, execution.error(), product);
		span.start().end(micros(now.minusNanos(ago - execution.elapsedNanos())), TimeUnit.MICROSECONDS);
	}

	private void name(Span.Builder span, StatementExecution execution, Fingerprint fingerprint) {
		StatementKind kind = fingerprint.kind();
		String operation = (execution.batchSize() > 1) ? "BATCH " + kind : kind.name();
		JdbcUrl url = this.urls.apply(execution.connection().dataSource());
		String target = (url != null && url.database() != null) ? url.database() : execution.connection().dataSource();
		span.name(operation + " " + target);
		if (kind != StatementKind.OTHER) {
			span.tag(SpanTag.OPERATION.key(), operation);
		}
	}

	private void where(Span.Builder span, String dataSource, DatabaseProduct product) {
		JdbcUrl url = this.urls.apply(dataSource);
		span.tag(SpanTag.SYSTEM.key(), system(product)).tag(SpanTag.DATA_SOURCE.key(), dataSource);
		if (url != null) {
			tag(span, SpanTag.NAMESPACE, url.database());
			tag(span, SpanTag.ADDRESS, url.host());
			Integer port = url.port();
			if (port != null) {
				span.tag(SpanTag.PORT.key(), port.longValue());
			}
		}
	}

	private static String system(DatabaseProduct product) {
		return switch (product) {
			case POSTGRESQL -> "postgresql";
			case MYSQL -> "mysql";
			case H2 -> "h2database";
			case SQLITE -> "sqlite";
			case ORACLE -> "oracle.db";
			case SQL_SERVER -> "microsoft.sql_server";
			case OTHER -> "other_sql";
		};
	}

	private static void what(Span.Builder span, StatementExecution execution, Fingerprint fingerprint) {
		span.tag(SpanTag.TEXT.key(), fingerprint.text()).tag(SpanTag.FINGERPRINT.key(), fingerprint.id());
		tag(span, SpanTag.UNIT, (execution.operation() != null) ? execution.operation().name() : null);
		if (execution.batchSize() > 1) {
			span.tag(SpanTag.BATCH_SIZE.key(), execution.batchSize());
		}
		if (fingerprint.kind() == StatementKind.SELECT && execution.rows() >= 0) {
			span.tag(SpanTag.ROWS.key(), execution.rows());
		}
	}

	// Never the error itself: databases write values into its message.
	private static void failed(Span.Builder span, @Nullable SQLException error, DatabaseProduct product) {
		if (error != null) {
			String kind = FailureClassifier.kindOf(error, product).id();
			span.error(new StatementFailure(kind)).tag(SpanTag.ERROR.key(), kind);
			tag(span, SpanTag.STATUS, error.getSQLState());
		}
	}

	private static void tag(Span.Builder span, SpanTag tag, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			span.tag(tag.key(), value);
		}
	}

	private static long micros(Instant time) {
		return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
	}

	/**
	 * What a span says of an error, without a value and without a stack trace.
	 */
	private static final class StatementFailure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		StatementFailure(String kind) {
			super(kind, null, false, false);
		}

	}

}
