package dev.mainstay.autoconfigure.admission;

import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;

import dev.mainstay.admission.AdmissionSettings;
import dev.mainstay.admission.Gates;
import dev.mainstay.admission.RefusalListener;
import dev.mainstay.admission.RefusalListeners;
import dev.mainstay.autoconfigure.background.PeriodicTask;
import dev.mainstay.autoconfigure.operation.OperationProperties;
import dev.mainstay.autoconfigure.pool.DataSourceConfigurations;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.operation.OperationSegments;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of the gates in front of connection pools.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnBean(ManagedPools.class)
@ConditionalOnBooleanProperty(name = { "db.enabled", "db.admission.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties({ AdmissionProperties.class, SegmentProperties.class, OperationProperties.class })
@Import(DedicatedPoolRegistrar.class)
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
	SegmentPlan mainstaySegmentPlan(SegmentProperties segments, OperationProperties operations,
			AdmissionSettings settings) {
		return new SegmentPlan(segments, operations, settings.freeShare());
	}

	@Bean(DedicatedPools.BEAN_NAME)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	DedicatedPools mainstayDedicatedPools(ConfigurableListableBeanFactory beanFactory, ManagedPools pools, Gates gates,
			SegmentPlan plan) {
		return new DedicatedPools(beanFactory, pools, gates, plan);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	DedicatedLink mainstayDedicatedLink(SegmentPlan plan, DataSourceConfigurations configurations,
			ObjectProvider<DedicatedPools> pools) {
		return new DedicatedLink(plan, (name) -> configurations.isEnabled(name, "segments"), pools);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	OperationSegments mainstayOperationSegments(SegmentPlan plan) {
		return plan.isEmpty() ? OperationSegments.NONE : plan.bindings();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	GateLink mainstayGateLink(ManagedPools pools, Gates gates, AdmissionSettings settings, SegmentPlan plan,
			DataSourceConfigurations configurations, ObjectProvider<RefusalListener> listeners) {
		return new GateLink(pools, gates, settings, plan,
				(name) -> !plan.dedicatedDataSources().contains(name) && configurations.isEnabled(name, "segments"),
				new RefusalListeners(() -> listeners.orderedStream().toList()));
	}

	@Bean
	PeriodicTask mainstayGateMaintenance(Gates gates) {
		return new PeriodicTask("db-admission", MAINTENANCE, gates::maintain);
	}

}
