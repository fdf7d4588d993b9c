package dev.mainstay.autoconfigure.admission.http;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

import dev.mainstay.admission.holder.HolderSettings;
import dev.mainstay.admission.holder.HttpCalls;
import dev.mainstay.autoconfigure.admission.DatabaseHolderAutoConfiguration;

/**
 * Auto-configuration of what sees HTTP calls that are made while a connection is held.
 */
@AutoConfiguration(after = DatabaseHolderAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBean(HttpCalls.class)
public final class DatabaseHttpCallAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ClientRequestObservationContext.class, ObservationRegistry.class })
	static class ObservedConfiguration {

		// Looked up with the first call: registries are made early.
		@Bean
		HttpCallHandler mainstayHttpCallHandler(ObjectProvider<HttpCalls> calls) {
			return new HttpCallHandler(SingletonSupplier.of(calls::getObject));
		}

	}

	// The registry of the application, if it has one, takes the place of ours: the
	// customizers that set it come later. It knows the handler, too.
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ClientRequestObservationContext.class, ObservationRegistry.class,
			RestClientCustomizer.class })
	static class RestClientConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		RestClientCustomizer mainstayRestClientCustomizer(HolderSettings settings, HttpCallHandler handler) {
			return (builder) -> {
				if (settings.httpCalls()) {
					builder.observationRegistry(registry(handler));
				}
			};
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		RestTemplateCustomizer mainstayRestTemplateCustomizer(HolderSettings settings, HttpCallHandler handler) {
			return (template) -> {
				if (settings.httpCalls() && template.getObservationRegistry().isNoop()) {
					template.setObservationRegistry(registry(handler));
				}
			};
		}

		private static ObservationRegistry registry(HttpCallHandler handler) {
			ObservationRegistry own = ObservationRegistry.create();
			own.observationConfig().observationHandler(handler);
			return own;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebClient.class, WebClientCustomizer.class })
	static class WebClientConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebClientCustomizer mainstayWebClientCustomizer(HolderSettings settings, ObjectProvider<HttpCalls> calls) {
			return (builder) -> {
				if (settings.httpCalls()) {
					builder.filter(new HttpCallFilter(SingletonSupplier.of(calls::getObject)));
				}
			};
		}

	}

}
