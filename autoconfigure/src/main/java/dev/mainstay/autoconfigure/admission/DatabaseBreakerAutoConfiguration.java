package dev.mainstay.autoconfigure.admission;

import java.time.Clock;
import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import dev.mainstay.admission.breaker.BreakerSettings;
import dev.mainstay.admission.breaker.Breakers;
import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.datasource.ConnectionDecorator;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of the circuit breakers in front of connection pools.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnClass(CircuitBreaker.class)
@ConditionalOnBean(ManagedPools.class)
@ConditionalOnBooleanProperty(name = { "db.enabled", "db.breaker.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(BreakerProperties.class)
public final class DatabaseBreakerAutoConfiguration {

	private static final Duration MAINTENANCE = Duration.ofMillis(100);

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	Breakers mainstayBreakers() {
		return new Breakers();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	BreakerLink mainstayBreakerLink(ManagedPools pools, Breakers breakers, BreakerSettings settings,
			ObjectProvider<Clock> clock) {
		return new BreakerLink(pools, breakers, settings, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	ConnectionDecorator mainstayBreakerLinkBehindGate(BreakerLink link) {
		return link.behindGate();
	}

	// Nobody's default: Spring Boot has no executor for tasks where there is another one.
	@Bean(defaultCandidate = false)
	ProbeThreads mainstayBreakerProbeThreads() {
		return new ProbeThreads();
	}

	@Bean
	PeriodicTask mainstayBreakerMaintenance(Breakers breakers,
			@Qualifier("mainstayBreakerProbeThreads") ProbeThreads threads) {
		return new PeriodicTask("db-breaker", MAINTENANCE, () -> breakers.maintain(threads));
	}

}
