package dev.mainstay.autoconfigure.endpoint;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Exposes the reading topics wherever the user exposes {@code database}, so that one word
 * stands for the whole family. Topics that change something are not among them, and
 * nothing is exposed that was not before.
 */
final class ExposureEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		boolean enabled = Binder.get(environment).bind("db.enabled", Boolean.class).orElse(true);
		if (enabled && !environment.getPropertySources().contains(ExposurePropertySource.NAME)) {
			environment.getPropertySources().addFirst(new ExposurePropertySource(environment));
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
