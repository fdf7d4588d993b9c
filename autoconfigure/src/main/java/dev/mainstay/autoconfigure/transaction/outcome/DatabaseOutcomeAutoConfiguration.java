package dev.mainstay.autoconfigure.transaction.outcome;

import java.time.Clock;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.transaction.outcome.CommitOutcomes;

/**
 * Auto-configuration of what is done about commits whose answer is lost.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnClass(HikariDataSource.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
@EnableConfigurationProperties(OutcomeMarkerProperties.class)
public final class DatabaseOutcomeAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CommitOutcomes mainstayCommitOutcomes(OutcomeMarkerProperties properties, ManagedPools pools,
			ObjectProvider<Clock> clock, Environment environment) {
		rejectShortForm(environment);
		return new CommitOutcomes(properties, pools, clock.getIfUnique(Clock::systemUTC), System::nanoTime);
	}

	// It would be ignored without a word.
	private static void rejectShortForm(Environment environment) {
		String value = environment.getProperty(OutcomeMarkerProperties.PREFIX);
		if (value != null) {
			throw new InvalidPropertyException(OutcomeMarkerProperties.PREFIX, value, "belongs to its property 'mode'",
					"Type %s.mode=%s.".formatted(OutcomeMarkerProperties.PREFIX, value));
		}
	}

	@Bean
	OutcomeCare mainstayOutcomeCare(CommitOutcomes outcomes, OutcomeMarkerProperties properties, ManagedPools pools) {
		return new OutcomeCare(outcomes, properties, pools);
	}

}
