package dev.mainstay.cache.check.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.springframework.context.ApplicationContext;

import dev.mainstay.autoconfigure.JdbcApplication;
import dev.mainstay.cache.cluster.FaultyTransport;
import dev.mainstay.cache.read.CachedReads;
import dev.mainstay.cache.store.QueryStore;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.version.TagVersions;

/**
 * An instance in this virtual machine.
 */
final class LocalInstance implements Instance {

	private static final Duration LONGER_THAN_A_HOLD = Duration.ofSeconds(61);

	private static final int MARK_BITS = 48;

	private final InstanceSettings settings;

	private final JdbcApplication application;

	private final Client.Access access;

	private final ExecutorService threads = Executors.newFixedThreadPool(InstanceSettings.CLIENTS);

	private final AtomicLong marks;

	private List<Client> clients = List.of();

	private CountDownLatch done = new CountDownLatch(0);

	LocalInstance(InstanceSettings settings, Faults faults) {
		this.settings = settings;
		this.application = JdbcApplication.start(InstanceBeans.class, settings.properties());
		ApplicationContext context = this.application.context();
		this.access = new Client.Access(settings.instance(), context.getBean(DataSource.class)::getConnection,
				context.getBean(CachedReads.class), context.getBean(QueryStore.class).shape("register"), faults);
		// Marks of instances differ.
		this.marks = new AtomicLong((long) (settings.instance() + 1) << MARK_BITS);
	}

	@Override
	public void begin(Order order) {
		this.application.context()
			.getBean(FaultyTransport.Switch.class)
			.set(order.faulty(), order.seed() + this.settings.instance());
		Question favourite = Question.any(new Random(order.block() * 0x9E3779B97F4A7C15L));
		Random random = new Random((order.seed() * 2 + this.settings.instance()) * 0x9E3779B97F4A7C15L);
		List<Client> chosen = new ArrayList<>();
		for (int i = 0; i < InstanceSettings.CLIENTS; i++) {
			int number = this.settings.instance() * InstanceSettings.CLIENTS + i;
			Random own = new Random(random.nextLong());
			Writes writes = new Writes(order, number, this.settings.clients(), own, this.marks);
			chosen.add(new Client(this.access, order, writes, favourite, own));
		}
		CountDownLatch latch = new CountDownLatch(chosen.size());
		for (Client client : chosen) {
			this.threads.execute(() -> {
				client.run();
				latch.countDown();
			});
		}
		this.clients = chosen;
		this.done = latch;
	}

	@Override
	public Recording end() throws InterruptedException {
		this.done.await();
		Recording all = Recording.of(this.clients.stream().map(Client::recording).toList());
		this.application.context().getBean(FaultyTransport.Switch.class).take().forEach(all.tally()::count);
		return all;
	}

	@Override
	public void settle() {
		ChangeTracker tracker = this.application.context().getBean(ChangeTracker.class);
		this.application.context().getBean(InstanceBeans.SkippingClock.class).skip(LONGER_THAN_A_HOLD);
		tracker.maintain();
	}

	@Override
	public long hits() {
		return this.access.shape().statistics().hits();
	}

	/**
	 * Return whether answers of the cache are given.
	 * @return whether the changes of others are known
	 */
	boolean isServing() {
		return !this.application.context().getBean(TagVersions.class).isDistrusted();
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.application.close();
	}

}
