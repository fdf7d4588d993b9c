package dev.mainstay.autoconfigure.admission;

import java.time.Duration;

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
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.RefusalListener;
import dev.mainstay.admission.RefusalListeners;
import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of the gates in front of connection pools.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnBean(ManagedPools.class)
@ConditionalOnBooleanProperty(name = { "db.enabled", "db.admission.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(AdmissionProperties.class)
public final class DatabaseAdmissionAutoConfiguration {

	private static final Duration MAINTENANCE = Duration.ofMillis(100);

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean
	Gates mainstayGates() {
		return new Gates();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	GateLink mainstayGateLink(ManagedPools pools, Gates gates, AdmissionSettings settings,
			ObjectProvider<RefusalListener> listeners) {
		return new GateLink(pools, gates, settings, new RefusalListeners(() -> listeners.orderedStream().toList()));
	}

	@Bean
	PeriodicTask mainstayGateMaintenance(Gates gates) {
		return new PeriodicTask("db-admission", MAINTENANCE, gates::maintain);
	}

}
