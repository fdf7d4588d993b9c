package dev.mainstay.kitchen;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

/**
 * An application with fifty recipes, in a package of its own, because places are looked
 * for in the packages of applications only.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = {
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" },
		exclude = { SecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class })
@ComponentScan
@EntityScan
@EnableJpaRepositories(considerNestedRepositories = true)
@EnableAsync
@EnableScheduling
public class Kitchen {

	/**
	 * How many recipes there are.
	 */
	public static final int RECIPES = 50;

	/**
	 * Fill the tables.
	 * @param context the running application
	 */
	public static void fill(ConfigurableApplicationContext context) {
		JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
		jdbc.batchUpdate("insert into author (id, name) select n, 'author ' || n from generate_series(1, 50) n",
				"insert into recipe (id, title, portions, author_id) "
						+ "select n, 'recipe ' || n, 4, n from generate_series(1, 50) n",
				"insert into ingredient (id, name, recipe_id) "
						+ "select n, 'ingredient ' || n, (n + 1) / 2 from generate_series(1, 100) n",
				"insert into photo (id, recipe_id) select n, (n + 1) / 2 from generate_series(1, 100) n",
				"insert into recipe_tags (recipe_id, tags) select n, 'tag ' || n from generate_series(1, 50) n");
	}

	/**
	 * Do some work in a scope of its own, as if a message had asked for it.
	 * @param work what to do
	 */
	public static void work(Runnable work) {
		WorkScope scope = WorkScope.open(WorkKind.MESSAGE, () -> null);
		try {
			work.run();
		}
		finally {
			scope.close();
		}
	}

}
