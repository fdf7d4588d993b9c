package dev.mainstay.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says at the end of the start where the application can be looked at.
 */
@Component
class WhereToLook {

	private static final Logger logger = LoggerFactory.getLogger(WhereToLook.class);

	private static final String MESSAGE = """
			The meal planner is ready at %1$s

			  GET  %1$s/recipes?search=curry&page=0
			  GET  %1$s/recipes/{id}
			  POST %1$s/recipes
			  POST %1$s/recipes/{id}/ratings
			  GET  %1$s/customers/{id}
			  POST %1$s/customers
			  GET  %1$s/customers/{id}/menus
			  GET  %1$s/menus/{id}
			  POST %1$s/menus
			  POST %1$s/demo/deadlock/left-to-right
			  POST %1$s/demo/deadlock/right-to-left
			  GET  %1$s/demo/cookbook?fixed=false
			  GET  %1$s/demo/slow-search?text=curry

			  GET  %2$s/health
			  GET  %2$s/database
			""";

	private final Environment environment;

	WhereToLook(Environment environment) {
		this.environment = environment;
	}

	@EventListener
	void print(ApplicationReadyEvent event) {
		if (event.getApplicationContext() instanceof WebServerApplicationContext context) {
			WebServer server = context.getWebServer();
			if (server != null) {
				String base = "http://localhost:" + server.getPort() + property("server.servlet.context-path", "");
				String actuator = base + property("management.endpoints.web.base-path", "/actuator");
				logger.info(MESSAGE.formatted(base, actuator));
			}
		}
	}

	private String property(String name, String fallback) {
		return this.environment.getProperty(name, fallback);
	}

}
