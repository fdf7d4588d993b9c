package dev.mainstay.benchmark.overload;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application whose every request asks the database something that takes a while.
 * It says on which port it listens, and ends with its standard input.
 */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class OverloadedApplication implements ApplicationListener<ApplicationReadyEvent> {

	private final JdbcTemplate jdbc;

	private final HikariDataSource dataSource;

	// How long it took to refuse, in nanoseconds.
	private final ConcurrentLinkedQueue<Long> refusals = new ConcurrentLinkedQueue<>();

	OverloadedApplication(JdbcTemplate jdbc, HikariDataSource dataSource) {
		this.jdbc = jdbc;
		this.dataSource = dataSource;
	}

	/**
	 * Start the application.
	 * @param arguments its properties
	 * @throws IOException if the standard input cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		SpringApplication.run(OverloadedApplication.class, arguments);
		while (System.in.read() != -1) {
			continue;
		}
		System.exit(0);
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext() instanceof ServletWebServerApplicationContext context) {
			System.out.println("port " + Objects.requireNonNull(context.getWebServer()).getPort());
		}
	}

	@GetMapping("/work")
	@Nullable Integer work() {
		long start = System.nanoTime();
		try {
			return this.jdbc.queryForObject("SELECT 1 FROM pg_sleep(0.02)", Integer.class);
		}
		catch (RuntimeException ex) {
			this.refusals.add(System.nanoTime() - start);
			throw ex;
		}
	}

	@GetMapping("/rating")
	@Nullable Integer rating() {
		return this.jdbc.queryForObject("SELECT 1 FROM pg_sleep(0.005)", Integer.class);
	}

	@GetMapping("/menu")
	@Nullable Integer menu() {
		return this.jdbc.queryForObject("SELECT 1 FROM pg_sleep(0.2)", Integer.class);
	}

	@GetMapping("/refusals")
	long[] refusals() {
		long[] all = this.refusals.stream().mapToLong(Long::longValue).sorted().toArray();
		this.refusals.clear();
		return (all.length == 0) ? all
				: new long[] { all.length, all[all.length / 2], all[all.length * 99 / 100], all[all.length - 1] };
	}

	@GetMapping("/waiting")
	int waiting() {
		return this.dataSource.getHikariPoolMXBean().getThreadsAwaitingConnection();
	}

}
