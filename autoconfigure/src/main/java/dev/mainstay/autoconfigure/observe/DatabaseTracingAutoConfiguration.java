package dev.mainstay.autoconfigure.observe;

import java.time.Clock;

import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

import dev.mainstay.observe.StatementObservation;
import dev.mainstay.observe.tracing.StatementSpans;
import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of the spans of statements, for applications that have a tracer.
 */
@AutoConfiguration(after = DatabaseObserveAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@ConditionalOnClass(Tracer.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "db.observe.spans.enabled", matchIfMissing = true)
@ConditionalOnBean({ Tracer.class, StatementObservation.class, DialectFingerprints.class, ManagedPools.class })
public final class DatabaseTracingAutoConfiguration {

	// The tracer is asked for at the first statement: listeners are made before it may
	// be.
	@Bean
	@ConditionalOnMissingBean
	StatementSpans mainstayStatementSpans(ObjectProvider<Tracer> tracer, StatementObservation observation,
			DialectFingerprints fingerprints, ManagedPools pools, ObjectProvider<Clock> clock) {
		return new StatementSpans(SingletonSupplier.of(tracer::getObject), observation, fingerprints, (name) -> {
			ManagedPool pool = pools.find(name);
			return (pool != null) ? pool.url() : null;
		}, System::nanoTime, clock.getIfUnique(Clock::systemUTC));
	}

}
