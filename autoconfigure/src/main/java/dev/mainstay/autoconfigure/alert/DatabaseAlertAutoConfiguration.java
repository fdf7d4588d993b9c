package dev.mainstay.autoconfigure.alert;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.alert.AlertChannel;
import dev.mainstay.alert.AlertChannels;
import dev.mainstay.alert.AlertEvents;
import dev.mainstay.alert.AlertLog;
import dev.mainstay.alert.AlertMonitor;
import dev.mainstay.alert.AlertRule;
import dev.mainstay.alert.Alerts;
import dev.mainstay.alert.webhook.WebhookChannel;
import dev.mainstay.alert.webhook.WebhookSettings;
import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.event.ReadingSource;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of alerts.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = { "db.enabled", "db.alerts.enabled" }, matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
@EnableConfigurationProperties(AlertProperties.class)
public final class DatabaseAlertAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Alerts mainstayAlerts(AlertProperties properties, ObjectProvider<AlertRule> rules, ObjectProvider<Clock> clock) {
		return new Alerts(ConfiguredRules.of(rules.orderedStream().toList(), properties.rules()), properties,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	AlertChannels mainstayAlertChannels(AlertProperties properties, ApplicationEventPublisher publisher,
			ObjectProvider<AlertChannel> own, ObjectProvider<Clock> clock) {
		List<AlertChannel> channels = new ArrayList<>();
		if (properties.log()) {
			channels.add(new AlertLog());
		}
		channels.add(new AlertEvents(publisher));
		URI address = properties.webhook().address();
		if (address != null) {
			AlertProperties.Webhook webhook = properties.webhook();
			channels.add(new WebhookChannel(new WebhookSettings(address, webhook.timeout(), webhook.maxAttempts()),
					webhook.format()::write, clock.getIfUnique(Clock::systemUTC)));
		}
		own.orderedStream().forEach(channels::add);
		return new AlertChannels(channels);
	}

	@Bean
	@ConditionalOnMissingBean
	AlertMonitor mainstayAlertMonitor(ObjectProvider<ReadingSource> sources, Alerts alerts, AlertChannels channels,
			ObjectProvider<Clock> clock) {
		return new AlertMonitor(sources.orderedStream().toList(), alerts, channels::send,
				clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	AlertSchedule mainstayAlertSchedule(AlertMonitor monitor, AlertProperties properties) {
		return new AlertSchedule(monitor, properties.interval());
	}

	// Who knows the address of a webhook can post to it.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SanitizingFunction.class)
	static class SanitizingConfiguration {

		@Bean
		SanitizingFunction mainstayWebhookSanitizer() {
			return (data) -> isWebhook(data.getKey()) ? data.withValue(SanitizableData.SANITIZED_VALUE) : data;
		}

		private static boolean isWebhook(String key) {
			String plain = key.replaceAll("[^A-Za-z]", "");
			return plain.equalsIgnoreCase("dbalertswebhookurl");
		}

	}

}
