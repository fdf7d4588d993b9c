package dev.mainstay.cache.cluster.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.Subscription;
import org.springframework.util.Assert;

import dev.mainstay.cache.cluster.ClusterSettings;
import dev.mainstay.cache.cluster.InvalidationReceiver;
import dev.mainstay.cache.cluster.InvalidationTransport;
import dev.mainstay.cache.cluster.InvalidationTransportException;
import dev.mainstay.cache.cluster.Publication;

/**
 * A channel of a Redis server, for connections of Lettuce. How long publishing may take
 * is up to their timeout.
 */
public final class RedisTransport implements InvalidationTransport {

	private static final Logger logger = LoggerFactory.getLogger(RedisTransport.class);

	private static final int MAX_LENGTH = 100_000;

	private static final long LOOK_MILLIS = 250;

	private static final long LONGEST_PAUSE_MILLIS = 2000;

	private final RedisConnectionFactory connections;

	private final String channel;

	private final byte[] channelBytes;

	private final @Nullable RedisVersions versions;

	private final CountDownLatch closed = new CountDownLatch(1);

	// Confined to the thread that publishes, but for closing.
	private volatile @Nullable RedisConnection publishing;

	private volatile @Nullable Thread thread;

	/**
	 * Create a transport that is not connected.
	 * @param connections makes the connections
	 * @param settings the channel
	 */
	public RedisTransport(RedisConnectionFactory connections, ClusterSettings settings) {
		this(connections, settings, null);
	}

	private RedisTransport(RedisConnectionFactory connections, ClusterSettings settings,
			@Nullable RedisVersions versions) {
		this.connections = connections;
		this.versions = versions;
		this.channel = settings.channel();
		this.channelBytes = this.channel.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Create a transport that is not connected and notes what is told for answers that
	 * instances share.
	 * @param connections makes the connections
	 * @param settings the channel
	 * @return the transport
	 */
	public static RedisTransport noting(RedisConnectionFactory connections, ClusterSettings settings) {
		return new RedisTransport(connections, settings, new RedisVersions(settings));
	}

	@Override
	public boolean isNoting() {
		return this.versions != null;
	}

	@Override
	public void start(InvalidationReceiver receiver) {
		Assert.state(this.thread == null, "Started already");
		Thread listening = new Thread(() -> listen(receiver), "mainstay-cache-listen");
		listening.setDaemon(true);
		this.thread = listening;
		listening.start();
	}

	private void listen(InvalidationReceiver receiver) {
		long pause = LOOK_MILLIS;
		try {
			do {
				try {
					subscribe(receiver);
					pause = LOOK_MILLIS;
				}
				catch (RuntimeException ex) {
					logger.debug("Query cache: cannot subscribe to channel '{}' of Redis", this.channel, ex);
					pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
				}
			}
			while (!this.closed.await(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1),
					TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// Some drivers return at once and call from threads of their own, others stay.
	private void subscribe(InvalidationReceiver receiver) throws InterruptedException {
		ChannelSubscriber subscriber = new ChannelSubscriber(receiver);
		RedisConnection connection = this.connections.getConnection();
		try {
			connection.subscribe(subscriber, this.channelBytes);
			boolean more = true;
			while (more) {
				Subscription subscription = connection.getSubscription();
				more = subscription != null && subscription.isAlive()
						&& !this.closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
		finally {
			subscriber.end();
			close(connection);
		}
	}

	@Override
	public void publish(String message) throws InvalidationTransportException {
		publish((connection) -> connection.publish(this.channelBytes, message.getBytes(StandardCharsets.US_ASCII)));
	}

	@Override
	public void publish(Publication publication) throws InvalidationTransportException {
		RedisVersions noting = this.versions;
		if (noting == null) {
			publish(publication.text());
		}
		else {
			publish((connection) -> noting.publish(connection, publication));
		}
	}

	private void publish(Consumer<RedisConnection> message) throws InvalidationTransportException {
		try {
			RedisConnection current = this.publishing;
			if (current == null) {
				current = this.connections.getConnection();
				this.publishing = current;
			}
			message.accept(current);
		}
		catch (RuntimeException ex) {
			disconnect();
			throw new InvalidationTransportException(String.valueOf(ex.getMessage()), ex);
		}
	}

	private void disconnect() {
		RedisConnection current = this.publishing;
		this.publishing = null;
		if (current != null) {
			close(current);
		}
	}

	private static void close(RedisConnection connection) {
		try {
			connection.close();
		}
		catch (RuntimeException ex) {
			logger.debug("Query cache: a connection to Redis could not be closed", ex);
		}
	}

	@Override
	public int maxLength() {
		return MAX_LENGTH;
	}

	@Override
	public String description() {
		return "channel '%s' of Redis".formatted(this.channel);
	}

	@Override
	public String advice() {
		return "Subscribing and publishing must reach the same server, and the user needs the rights for both "
				+ "on that channel"
				+ (isNoting() ? ", and to run scripts with the keys that begin with its name." : ".");
	}

	@Override
	public void close() {
		this.closed.countDown();
		disconnect();
	}

}
