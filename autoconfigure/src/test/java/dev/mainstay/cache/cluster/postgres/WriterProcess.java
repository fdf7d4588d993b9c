package dev.mainstay.cache.cluster.postgres;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.mainstay.cache.cluster.ClusterNode;
import dev.mainstay.cache.cluster.TestSideConnections;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An instance in a virtual machine of its own, which adds one to a counter when told to.
 */
public final class WriterProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader answers;

	private WriterProcess(Process process) {
		this.process = process;
		this.answers = process.inputReader(StandardCharsets.US_ASCII);
	}

	static WriterProcess start(TestDatabase database) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
				WriterProcess.class.getName(), database.url(), database.username());
		builder.environment().put("WRITER_PASSWORD", database.password());
		builder.redirectError(ProcessBuilder.Redirect.DISCARD);
		return new WriterProcess(builder.start());
	}

	// Returns when the commit and the telling have returned.
	void write() throws IOException {
		this.process.outputWriter(StandardCharsets.US_ASCII).append("write\n").flush();
		String answer = this.answers.readLine();
		while (answer != null && !answer.equals("written")) {
			answer = this.answers.readLine();
		}
		assertThat(answer).isEqualTo("written");
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * Run the instance until its input ends.
	 * @param args the URL and the user name
	 * @throws Exception if anything fails
	 */
	public static void main(String[] args) throws Exception {
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
		String password = System.getenv("WRITER_PASSWORD");
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		try (ClusterNode node = new ClusterNode((settings) -> new PostgresTransport(
				new TestSideConnections(args[0], args[1], password), "dataSource", settings));
				Connection connection = DriverManager.getConnection(args[0], args[1], password);
				Statement statement = connection.createStatement()) {
			node.awaitServing(1);
			while (orders.readLine() != null) {
				statement.execute("update counter set value = value + 1");
				node.versions().changed(Set.of("counter"));
				out.println("written");
			}
		}
	}

}
