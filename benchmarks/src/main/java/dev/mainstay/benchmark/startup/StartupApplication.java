package dev.mainstay.benchmark.startup;

import java.time.Duration;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A small application that asks its database one thing before it is ready, says how long
 * that took and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartupApplication {

	static final String READY = "Ready after ";

	@Bean
	ApplicationRunner firstQuery(JdbcClient client) {
		return (arguments) -> client.sql("select 1").query(Integer.class).single();
	}

	// The elapsed time lasts until all listeners of the last event are through, which the
	// time that Spring Boot
	// logs does not include.
	public static void main(String[] arguments) {
		long start = System.nanoTime();
		ConfigurableApplicationContext context = SpringApplication.run(StartupApplication.class, arguments);
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
		Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
		System.out.println(READY + new Sample(elapsed, cpu, context.containsBean("mainstayManagedPools")).format());
		context.close();
	}

}
