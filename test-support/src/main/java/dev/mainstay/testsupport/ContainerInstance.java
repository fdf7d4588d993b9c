package dev.mainstay.testsupport;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.DockerClient;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A server that runs in a container, on a host port that stays the same over restarts.
 */
final class ContainerInstance implements ServerInstance {

	private static final Duration START_LIMIT = Duration.ofSeconds(120);

	private static final int STOP_SECONDS = 30;

	private static final long POLL_MILLIS = 50;

	private final GenericContainer<?> container;

	private final String host;

	private final int port;

	private final Probe probe;

	private volatile @Nullable String id;

	private volatile boolean closed;

	private ContainerInstance(DatabaseProduct product, Map<String, String> environment, List<String> command,
			String stopSignal, Probe probe) {
		this.host = engineHost();
		this.port = FreePort.next();
		this.probe = probe;
		this.container = new GenericContainer<>(DockerImageName.parse(product.image())).withEnv(environment)
			.withCommand(command.toArray(String[]::new))
			.withCreateContainerCmdModifier((create) -> create.withStopSignal(stopSignal))
			.waitingFor(new NoWait());
		this.container.setPortBindings(List.of(binding(product.containerPort())));
		OpenServers.add(this);
	}

	static ContainerInstance postgres(ServerSettings settings) {
		List<String> command = new ArrayList<>(List.of("postgres"));
		command.addAll(settings.asArguments(PostgresServer::arguments));
		return new ContainerInstance(DatabaseProduct.POSTGRES,
				Map.of("POSTGRES_USER", PostgresServer.USERNAME, "POSTGRES_PASSWORD", RelationalServer.PASSWORD),
				command, "SIGINT", PostgresServer.PROBE);
	}

	static ContainerInstance mariaDb(ServerSettings settings) {
		String initFile = "/mainstay-init.sql";
		ContainerInstance instance = new ContainerInstance(DatabaseProduct.MARIADB,
				Map.of("MARIADB_ROOT_PASSWORD", RelationalServer.PASSWORD),
				settings.with("init_file=" + initFile).asArguments(MariaDbServer::argument), "SIGTERM",
				MariaDbServer.PROBE);
		instance.container.withCopyToContainer(Transferable.of(MariaDbServer.INIT_FILE), initFile);
		return instance;
	}

	static ContainerInstance redis(ServerSettings settings) {
		List<String> command = new ArrayList<>(List.of("redis-server"));
		command.addAll(settings.asArguments(RedisServer::arguments));
		return new ContainerInstance(DatabaseProduct.REDIS, Map.of(), command, "SIGTERM", RedisServer.PROBE);
	}

	private static String engineHost() {
		DockerClientFactory factory = DockerClientFactory.instance();
		if (!factory.isDockerAvailable()) {
			throw new DatabaseServerException(
					"System property '" + DatabaseSource.PROPERTY + "' asks for Docker but no Docker engine answers",
					null);
		}
		String address = factory.dockerHostIpAddress();
		return Set.of("localhost", "127.0.0.1").contains(address) ? "127.0.0.1" : address;
	}

	private String binding(int containerPort) {
		String ports = this.port + ":" + containerPort;
		return "127.0.0.1".equals(this.host) ? this.host + ":" + ports : ports;
	}

	@Override
	public String host() {
		return this.host;
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public synchronized void start() {
		if (isRunning()) {
			return;
		}
		if (this.closed) {
			throw new IllegalStateException("The server at port " + this.port + " is closed");
		}
		boolean ready = false;
		try {
			startContainer();
			awaitReady();
			ready = !this.closed;
		}
		finally {
			if (this.closed) {
				// Closed before there was a container to remove.
				this.container.stop();
			}
			else if (!ready) {
				kill();
			}
		}
	}

	private void startContainer() {
		String existing = this.id;
		if (existing == null) {
			this.container.start();
			this.id = this.container.getContainerId();
		}
		else {
			docker().startContainerCmd(existing).exec();
		}
	}

	private void awaitReady() {
		long begin = System.nanoTime();
		while (true) {
			try {
				this.probe.ask(this.host, this.port);
				return;
			}
			catch (IOException | SQLException ex) {
				if (this.closed || !isRunning()) {
					throw new DatabaseServerException("The container ended while starting" + logs(), ex);
				}
				if (System.nanoTime() - begin > START_LIMIT.toNanos()) {
					throw new DatabaseServerException("The container did not answer within " + START_LIMIT + logs(),
							ex);
				}
				pause();
			}
		}
	}

	private static void pause() {
		try {
			Thread.sleep(POLL_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DatabaseServerException("Interrupted while waiting for a container", ex);
		}
	}

	private String logs() {
		return this.closed ? " because it was closed" : ":\n" + this.container.getLogs();
	}

	@Override
	public synchronized void stop() {
		String running = this.id;
		if (running != null && isRunning()) {
			docker().stopContainerCmd(running).withTimeout(STOP_SECONDS).exec();
		}
	}

	@Override
	public synchronized void kill() {
		String running = this.id;
		if (running != null && isRunning()) {
			docker().killContainerCmd(running).exec();
			docker().waitContainerCmd(running).start().awaitStatusCode(STOP_SECONDS, TimeUnit.SECONDS);
		}
	}

	@Override
	public boolean isRunning() {
		String running = this.id;
		return running != null
				&& Boolean.TRUE.equals(docker().inspectContainerCmd(running).exec().getState().getRunning());
	}

	@Override
	public void close() {
		this.closed = true;
		this.id = null;
		this.container.stop();
		OpenServers.remove(this);
	}

	private static DockerClient docker() {
		return DockerClientFactory.instance().client();
	}

	/**
	 * Leaves the waiting to us, because it has to happen on every start.
	 */
	private static final class NoWait extends AbstractWaitStrategy {

		@Override
		protected void waitUntilReady() {
		}

	}

}
