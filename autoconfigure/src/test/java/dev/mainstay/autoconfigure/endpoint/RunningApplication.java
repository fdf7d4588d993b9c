package dev.mainstay.autoconfigure.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A web application that runs as a user's would, asked over HTTP.
 */
public final class RunningApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start an application of auto-configuration alone.
	 * @param properties name-value pairs
	 * @return the running application
	 */
	public static RunningApplication start(String... properties) {
		return start(new Class<?>[] { Application.class }, properties);
	}

	/**
	 * Start an application.
	 * @param sources its configuration classes
	 * @param properties name-value pairs
	 * @return the running application
	 */
	public static RunningApplication start(Class<?>[] sources, String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--spring.flyway.enabled=false", "--spring.liquibase.enabled=false"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new RunningApplication(new SpringApplicationBuilder(sources).web(WebApplicationType.SERVLET)
			.run(arguments.toArray(String[]::new)));
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public Answer get(String path) {
		return send(request(path).GET().build());
	}

	/**
	 * Ask for something.
	 * @param path the path
	 * @param name the name of a header
	 * @param value its value
	 * @return what came back
	 */
	public Answer get(String path, String name, String value) {
		return send(request(path).GET().header(name, value).build());
	}

	Answer get(String path, String authorization) {
		return send(request(path).GET().header("Authorization", authorization).build());
	}

	/**
	 * Send a document.
	 * @param path the path
	 * @param json the document
	 * @return what came back
	 */
	public Answer post(String path, String json) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build());
	}

	Answer post(String path, String json, String authorization) {
		return send(request(path).header("Content-Type", "application/json")
			.header("Authorization", authorization)
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build());
	}

	Answer delete(String path, String authorization) {
		return send(request(path).DELETE().header("Authorization", authorization).build());
	}

	private HttpRequest.Builder request(String path) {
		String port = this.context.getEnvironment()
			.getProperty(path.startsWith("/management") ? "local.management.port" : "local.server.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(Duration.ofSeconds(20));
	}

	private static Answer send(HttpRequest request) {
		try {
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body(), response.headers());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * What came back.
	 *
	 * @param status the HTTP status
	 * @param body the body
	 * @param headers the headers
	 */
	public record Answer(int status, String body, HttpHeaders headers) {

		/**
		 * Return a header.
		 * @param name its name
		 * @return its first value, or nothing
		 */
		public String header(String name) {
			return this.headers.firstValue(name).orElse("");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" })
	public static class Application {

	}

}
