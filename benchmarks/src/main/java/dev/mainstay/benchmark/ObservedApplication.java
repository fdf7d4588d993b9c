package dev.mainstay.benchmark;

import javax.sql.DataSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.mainstay.benchmark.driver.NoOpDriver;

/**
 * An application with Mainstay, everything on as it is by default.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ObservedApplication {

	static Source open(String... more) {
		return openAt(NoOpDriver.URL, more);
	}

	static Source openAt(String url, String... more) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ObservedApplication.class)
			.web(WebApplicationType.NONE)
			.properties(more)
			.properties("spring.main.banner-mode=off", "logging.level.root=warn", "spring.datasource.url=" + url,
					"spring.datasource.driver-class-name=" + NoOpDriver.class.getName(),
					"spring.datasource.hikari.minimum-idle=" + Source.SIZE,
					"spring.datasource.hikari.maximum-pool-size=" + Source.SIZE)
			.run();
		return new Source(context.getBean(DataSource.class), context);
	}

}
