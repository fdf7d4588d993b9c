package dev.mainstay.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the meal planner processed ahead of time: the way to a native image, where
 * conditions are decided and proxies are made at build time.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AheadOfTimeTests {

	private static final String READY = "The meal planner is ready at ";

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	private static Path classes = Path.of("");

	@BeforeAll
	static void process(@TempDir Path folder) throws Exception {
		classes = folder.resolve("classes");
		Path sources = folder.resolve("sources");
		String output = run(
				List.of(SpringApplicationAotProcessor.class.getName(), MealPlannerApplication.class.getName(),
						sources.toString(), classes.toString(), classes.toString(), "dev.mainstay", "sample"));
		assertThat(sources).as(output).isDirectory();
		List<String> arguments = new ArrayList<>(List.of("-cp", classes + File.pathSeparator + CLASS_PATH, "-d",
				classes.toString(), "-proc:none", "-nowarn"));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(arguments::add);
		}
		int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
		assertThat(result).isZero();
	}

	@Test
	void recordsTheProxyOfTheDataSource() throws IOException {
		try (Stream<Path> files = Files.walk(classes)) {
			assertThat(files.map((file) -> file.getFileName().toString()))
				.anyMatch((name) -> name.startsWith("HikariDataSource$$SpringCGLIB"));
		}
	}

	@Test
	void runsWithATunedPool() throws Exception {
		List<String> command = java(List.of("-Dspring.aot.enabled=true", "-cp",
				classes + File.pathSeparator + CLASS_PATH, MealPlannerApplication.class.getName(), "--server.port=0"));
		Process application = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader output = application.inputReader(StandardCharsets.UTF_8)) {
			StringBuilder seen = new StringBuilder();
			String address = null;
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				seen.append(line).append('\n');
				if (line.contains(READY)) {
					address = line.substring(line.indexOf(READY) + READY.length()).strip();
					break;
				}
			}
			assertThat(address).as(seen.toString()).isNotNull();
			assertThat(seen).contains("Mainstay looks after 1 data source", "maximumPoolSize=20");
			assertThat(get(address + "/actuator/database/pool")).contains("\"state\":\"available\"",
					"\"name\":\"heavy\"");
			assertThat(get(address + "/actuator/health")).contains("\"pool\":\"available\"");
		}
		finally {
			application.destroyForcibly();
		}
	}

	private static String get(String address) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(20)).build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	private static String run(List<String> arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("-cp", CLASS_PATH));
		command.addAll(arguments);
		Process process = new ProcessBuilder(java(command)).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	private static List<String> java(List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(arguments);
		return command;
	}

}
