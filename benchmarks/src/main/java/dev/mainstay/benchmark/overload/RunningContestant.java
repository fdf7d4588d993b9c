package dev.mainstay.benchmark.overload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.mainstay.testsupport.PostgresServer;

/**
 * An application in a virtual machine of its own, with the class path of this one.
 */
final class RunningContestant implements AutoCloseable {

	private static final String PORT = "port ";

	// Thousands of requests that wait for a connection have to find room.
	private static final String HEAP = "-Xmx2g";

	private final Process process;

	private final URI address;

	private RunningContestant(Process process, URI address) {
		this.process = process;
		this.address = address;
	}

	static RunningContestant start(Contestant contestant, PostgresServer server, int poolSize) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+ExitOnOutOfMemoryError",
				"-cp", System.getProperty("java.class.path"), OverloadedApplication.class.getName(), "--server.port=0",
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off", "--logging.level.root=error",
				"--server.tomcat.threads.max=1000", "--spring.threads.virtual.enabled=true",
				"--spring.datasource.url=" + server.jdbcUrl("postgres"),
				"--spring.datasource.username=" + server.username(),
				"--spring.datasource.password=" + server.password(),
				"--spring.datasource.hikari.maximum-pool-size=" + poolSize,
				"--spring.datasource.hikari.minimum-idle=" + poolSize,
				"--spring.datasource.hikari.connection-timeout=5000"));
		contestant.properties().forEach((property) -> command.add("--" + property));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.startsWith(PORT)) {
				return new RunningContestant(process,
						URI.create("http://127.0.0.1:" + line.substring(PORT.length()).trim()));
			}
		}
		throw new IllegalStateException(contestant + " did not start");
	}

	URI address(String path) {
		return this.address.resolve(path);
	}

	long[] refusals() throws IOException, InterruptedException {
		String body = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(address("/refusals")).build(), HttpResponse.BodyHandlers.ofString())
			.body();
		String numbers = body.replaceAll("[\\[\\] ]", "");
		if (numbers.isEmpty()) {
			return new long[4];
		}
		String[] parts = numbers.split(",");
		long[] result = new long[parts.length];
		for (int i = 0; i < parts.length; i++) {
			result[i] = Long.parseLong(parts[i]);
		}
		return result;
	}

	@Override
	public void close() throws IOException {
		this.process.getOutputStream().close();
		this.process.onExit()
			.orTimeout(20, TimeUnit.SECONDS)
			.exceptionally((error) -> this.process.destroyForcibly())
			.join();
	}

}
