package dev.mainstay.autoconfigure.cache;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.mainstay.autoconfigure.cache.menu.DishRepository;
import dev.mainstay.autoconfigure.cache.menu.MapRegionFactory;
import dev.mainstay.autoconfigure.cache.menu.Menu;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.read.Load;
import dev.mainstay.cache.read.ReadOptions;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.store.Shape;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for answers of which Hibernate has taken a part from its second-level cache, so
 * that no statement tells what they depend on.
 */
class SecondLevelCacheTests {

	private @Nullable ConfigurableApplicationContext context;

	private ConfigurableApplicationContext start(String cached) {
		ConfigurableApplicationContext started = new SpringApplicationBuilder(Menu.class).web(WebApplicationType.NONE)
			.run("--spring.main.banner-mode=off", "--spring.flyway.enabled=false", "--spring.liquibase.enabled=false",
					"--spring.datasource.generate-unique-name=true", "--spring.jpa.hibernate.ddl-auto=create",
					"--spring.jpa.properties.hibernate.cache.region.factory_class=" + MapRegionFactory.class.getName(),
					"--spring.jpa.properties.jakarta.persistence.sharedCache.mode=" + cached);
		this.context = started;
		JdbcTemplate jdbc = started.getBean(JdbcTemplate.class);
		jdbc.update("INSERT INTO dish (id, name, price) VALUES (1, 'soup', 5)");
		jdbc.execute("CREATE TABLE guest (id int)");
		return started;
	}

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	private static boolean isKept(ConfigurableApplicationContext context, Runnable before) {
		CachedReads reads = context.getBean(CachedReads.class);
		Shape shape = context.getBean(QueryStore.class).shape("greeting");
		Load<String> load = () -> {
			int guests = context.getBean(JdbcTemplate.class).queryForList("SELECT id FROM guest").size();
			return context.getBean(DishRepository.class).findById(1L).orElseThrow().getName() + guests;
		};
		for (int i = 0; i < 2; i++) {
			new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> {
					before.run();
					read(reads, shape, load);
				});
		}
		return reads.find("greeting", shape).found();
	}

	private static void read(CachedReads reads, Shape shape, Load<String> load) {
		try {
			assertThat(reads.read("greeting", shape, ReadOptions.DEFAULTS, load)).isEqualTo("soup0");
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void keepsNothingThatComesFromTheSecondLevelCache() {
		ConfigurableApplicationContext started = start("ALL");
		started.getBean(DishRepository.class).findById(1L);

		assertThat(isKept(started, () -> {
		})).isFalse();
	}

	@Test
	void keepsNothingOfAnEntityThatCameFromThereEarlierInTheSameWork() {
		ConfigurableApplicationContext started = start("ALL");
		started.getBean(DishRepository.class).findById(1L);

		assertThat(isKept(started, () -> started.getBean(DishRepository.class).findById(1L))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void keepsWhatStatementsHaveRead(boolean earlier) {
		ConfigurableApplicationContext started = start("NONE");

		assertThat(isKept(started, () -> {
			if (earlier) {
				started.getBean(DishRepository.class).findById(1L);
			}
		})).isTrue();
	}

}
