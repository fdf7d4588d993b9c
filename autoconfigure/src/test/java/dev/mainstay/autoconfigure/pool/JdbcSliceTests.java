package dev.mainstay.autoconfigure.pool;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureJdbc;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import dev.mainstay.autoconfigure.migration.DatabaseMigrationAutoConfiguration;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for Boot's test slices: an embedded database is none of our business, a pool is
 * the same as in production.
 */
@TestPropertySource(properties = { "spring.flyway.enabled=false", "spring.liquibase.enabled=false" })
class JdbcSliceTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.h2();

	@Test
	void areListedAsOptional() {
		assertThat(ImportCandidates.load(AutoConfigureJdbc.class, getClass().getClassLoader())).contains(
				"optional:" + DatabasePoolAutoConfiguration.class.getName(),
				"optional:" + DatabaseMigrationAutoConfiguration.class.getName());
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		static void address(DynamicPropertyRegistry registry) {
			registry.add("spring.datasource.url", database::url);
			registry.add("spring.datasource.username", database::username);
			registry.add("spring.datasource.password", database::password);
		}

	}

	/**
	 * Something to be stored.
	 */
	@Entity(name = "slice_thing")
	static class Thing {

		@Id
		@GeneratedValue
		@Nullable Long id;

	}

	@Nested
	@JdbcTest
	@ContextConfiguration(classes = Application.class)
	class JdbcWithEmbeddedDatabase {

		@Test
		void leavesTheEmbeddedDatabaseAlone(@Autowired ApplicationContext context, @Autowired JdbcTemplate jdbc) {
			assertThat(context.getBean(DataSource.class)).isNotInstanceOf(HikariDataSource.class);
			assertThat(context.getBean(ManagedPools.class).all()).isEmpty();
			assertThat(jdbc.queryForObject("SELECT 1", Integer.class)).isOne();
		}

	}

	@Nested
	@JdbcTest
	@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
	@ContextConfiguration(classes = Application.class)
	class JdbcWithOwnDatabase {

		@DynamicPropertySource
		static void address(DynamicPropertyRegistry registry) {
			Application.address(registry);
		}

		@Test
		void looksAfterThePool(@Autowired ApplicationContext context, @Autowired JdbcTemplate jdbc) {
			assertThat(context.getBean(ManagedPools.class).all()).hasSize(1);
			assertThat(jdbc.queryForObject("SELECT 1", Integer.class)).isOne();
		}

	}

	@Nested
	@DataJpaTest(properties = "spring.jpa.hibernate.ddl-auto=create-drop")
	@ContextConfiguration(classes = Application.class)
	class JpaWithEmbeddedDatabase {

		@Test
		void storesInTheEmbeddedDatabase(@Autowired ApplicationContext context, @Autowired TestEntityManager entities) {
			assertThat(context.getBean(DataSource.class)).isNotInstanceOf(HikariDataSource.class);
			assertThat(entities.persistFlushFind(new Thing()).id).isNotNull();
		}

	}

	@Nested
	@DataJpaTest(properties = "spring.jpa.hibernate.ddl-auto=create-drop")
	@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
	@ContextConfiguration(classes = Application.class)
	class JpaWithOwnDatabase {

		@DynamicPropertySource
		static void address(DynamicPropertyRegistry registry) {
			Application.address(registry);
		}

		@Test
		void looksAfterThePool(@Autowired ApplicationContext context, @Autowired TestEntityManager entities) {
			assertThat(context.getBean(ManagedPools.class).all()).hasSize(1);
			assertThat(entities.persistFlushFind(new Thing()).id).isNotNull();
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
	@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.ANY)
	class WholeApplicationWithEmbeddedDatabase {

		@Test
		void leavesTheEmbeddedDatabaseAlone(@Autowired ApplicationContext context, @Autowired JdbcTemplate jdbc) {
			assertThat(context.getBean(DataSource.class)).isNotInstanceOf(HikariDataSource.class);
			assertThat(context.getBean(ManagedPools.class).all()).isEmpty();
			assertThat(jdbc.queryForObject("SELECT 1", Integer.class)).isOne();
		}

	}

}
