package dev.mainstay.autoconfigure.cache.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import dev.mainstay.autoconfigure.cache.cluster.pantry.Pantry;
import dev.mainstay.autoconfigure.cache.cluster.pantry.PantryService;
import dev.mainstay.cache.cluster.ClusterStatistics;
import dev.mainstay.cache.shared.SharedFigures;
import dev.mainstay.cache.shared.SharedStatistics;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.testsupport.TestDatabase;

/**
 * One of several instances of the pantry.
 */
final class PantryInstance implements AutoCloseable {

	private static final Duration LONGEST = Duration.ofSeconds(20);

	private final ConfigurableApplicationContext context;

	private final PantryService service;

	private PantryInstance(ConfigurableApplicationContext context) {
		this.context = context;
		this.service = context.getBean(PantryService.class);
	}

	static PantryInstance start(TestDatabase database, String host, int port, String... properties) {
		return start(arguments(database, host, port, properties));
	}

	static PantryInstance start(List<String> arguments) {
		PantryInstance instance = new PantryInstance(
				new SpringApplicationBuilder(Pantry.class).web(WebApplicationType.NONE)
					.run(arguments.toArray(String[]::new)));
		instance.awaitServing();
		return instance;
	}

	static List<String> arguments(TestDatabase database, String host, int port, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--spring.main.banner-mode=off",
				"--spring.flyway.enabled=false", "--spring.liquibase.enabled=false", "--db.pool.size=2",
				"--db.pool.max-overflow=2", "--db.cache.invalidation=redis", "--db.cache.redis.shared=true",
				"--db.cache.redis.timeout=500ms", "--redis.host=" + host, "--redis.port=" + port));
		for (String property : database.springProperties()) {
			arguments.add("--" + property);
		}
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return arguments;
	}

	PantryService service() {
		return this.service;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	void awaitServing() {
		TagVersions versions = bean(TagVersions.class);
		Awaitility.await().atMost(LONGEST).until(() -> !versions.isDistrusted());
	}

	// Until all instances know each other, and each has beaten twice.
	static void awaitAll(PantryInstance... instances) {
		for (PantryInstance instance : instances) {
			Awaitility.await()
				.atMost(LONGEST)
				.until(() -> instance.cluster().members() == instances.length - 1 && instance.isSharing());
		}
	}

	// Whether the changes of all are known there.
	boolean isSharing() {
		SharedStatistics before = shared();
		this.service.nameOf(-1 - before.misses() - before.hits() - before.skipped());
		return shared().misses() > before.misses();
	}

	// Once more, and until it has been shared.
	void awaitStored(Runnable read) {
		long before = shared().stores();
		read.run();
		Awaitility.await().atMost(LONGEST).until(() -> shared().stores() > before);
	}

	void forgetOwnAnswers() {
		bean(QueryStore.class).clear();
	}

	SharedStatistics shared() {
		return Objects.requireNonNull(bean(SharedFigures.class).statistics());
	}

	ClusterStatistics cluster() {
		return Objects.requireNonNull(bean(ClusterLink.class).cluster()).statistics();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
