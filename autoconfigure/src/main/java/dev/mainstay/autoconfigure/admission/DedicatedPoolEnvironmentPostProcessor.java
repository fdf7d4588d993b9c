package dev.mainstay.autoconfigure.admission;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Says at run time what the data sources of segments are like, whose beans may have been
 * registered when the application was processed ahead of time.
 */
public final class DedicatedPoolEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		// Spring Cloud's own context, whose properties come back as those of the user.
		if (!environment.getPropertySources().contains("bootstrap")) {
			DedicatedPoolProperties.addTo(environment);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
