package dev.mainstay.autoconfigure.admission;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

import dev.mainstay.admission.AdmissionSettings;
import dev.mainstay.admission.Gate;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.holder.HeldTimes;
import dev.mainstay.admission.scaling.PoolScaling;
import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.pool.DataSourceConfigurations;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of what size pools should have, and of resizing them.
 */
@AutoConfiguration(after = { DatabasePoolAutoConfiguration.class, DatabaseAdmissionAutoConfiguration.class,
		DatabaseHolderAutoConfiguration.class })
@ConditionalOnBean(ManagedPools.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ AdmissionProperties.class, ScalingProperties.class })
public final class DatabaseScalingAutoConfiguration {

	private static final int WAITS = 10;

	private static final int LOOKS = 20;

	private static final Duration LONGEST_REST = Duration.ofMillis(500);

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	PoolScaling mainstayPoolScaling(AdmissionSettings settings) {
		// A few of the callers wait for much longer than all of them do on average.
		return new PoolScaling(settings.target().dividedBy(WAITS), System::nanoTime);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	ScalingLink mainstayScalingLink(ManagedPools pools, PoolScaling scaling, DataSourceConfigurations configurations,
			ObjectProvider<Gates> gates, ObjectProvider<HeldTimes> times, AdmissionSettings settings) {
		return new ScalingLink(pools, scaling, configurations, (name) -> gate(gates, name), times::getIfAvailable,
				settings.nestedReserve());
	}

	private static @Nullable Gate gate(ObjectProvider<Gates> gates, String name) {
		Gates all = gates.getIfAvailable();
		return (all != null) ? all.find(name) : null;
	}

	@Bean
	PeriodicTask mainstayScalingSchedule(PoolScaling scaling, ScalingProperties properties) {
		Duration rest = properties.interval().dividedBy(LOOKS);
		return new PeriodicTask("db-scaling", (rest.compareTo(LONGEST_REST) < 0) ? rest : LONGEST_REST, scaling::look);
	}

}
