package dev.mainstay.sample;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The meal planner: customers rate recipes and have menus made for them.
 */
@SpringBootApplication
public class MealPlannerApplication {

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	public static void main(String[] args) {
		SpringApplication.run(MealPlannerApplication.class, args);
	}

}
