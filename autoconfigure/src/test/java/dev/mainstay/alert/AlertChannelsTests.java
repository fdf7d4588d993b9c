package dev.mainstay.alert;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AlertChannels}: no channel harms another, nor who passes something on.
 */
@ExtendWith(OutputCaptureExtension.class)
class AlertChannelsTests {

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final CountDownLatch stuck = new CountDownLatch(1);

	private AlertChannels channels = new AlertChannels(List.of());

	@AfterEach
	void close() {
		this.stuck.countDown();
		this.channels.close();
	}

	@Test
	void switchesAChannelOffThatThrowsAndSaysSoOnce(CapturedOutput output) {
		AtomicInteger calls = new AtomicInteger();
		use(channel("broken", (notification) -> {
			calls.incrementAndGet();
			throw new IllegalStateException("planted");
		}), channel("good", this::receive));

		for (int i = 0; i < 5; i++) {
			this.channels.send(TestAlerts.raised("alert-" + i));
		}

		Awaitility.await().until(() -> this.received.size() == 5 && states().get(0).dropped() == 4);
		assertThat(calls).hasValue(1);
		assertThat(states().get(0)).isEqualTo(new ChannelState("broken", false, 0, 1, 4));
		assertThat(output.toString().split("Alerts go on without the channel 'broken'", -1)).hasSize(2);
		this.channels.send(TestAlerts.raised("later"));
		assertThat(states().get(0).dropped()).isEqualTo(5);
	}

	@Test
	void goesOnWithAChannelThatCouldNotDeliver(CapturedOutput output) {
		AtomicInteger calls = new AtomicInteger();
		use(channel("mail", (notification) -> {
			if (calls.incrementAndGet() <= 3) {
				throw new AlertDeliveryException("no post today");
			}
		}));

		for (int i = 0; i < 5; i++) {
			this.channels.send(TestAlerts.raised("alert-" + i));
		}

		Awaitility.await().until(() -> states().get(0).delivered() == 2);
		assertThat(states().get(0)).isEqualTo(new ChannelState("mail", true, 2, 3, 0));
		assertThat(output.toString().split("no post today", -1)).hasSize(2);
		assertThat(output).contains("reach the channel 'mail' again");
	}

	@Test
	void dropsAndCountsTheOldestWhileAChannelIsStuckAndWaitsForNone() {
		use(channel("stuck", (notification) -> {
			awaitUninterrupted();
			receive(notification);
		}), channel("good", (notification) -> {
		}));
		this.channels.send(TestAlerts.raised("first"));
		Awaitility.await().until(() -> threads("db-alert-stuck") == 1);

		for (int i = 0; i < 250; i++) {
			this.channels.send(TestAlerts.raised("alert-" + i));
		}

		Awaitility.await().until(() -> states().get(1).delivered() + states().get(1).dropped() == 251);
		assertThat(states().get(0)).isEqualTo(new ChannelState("stuck", true, 0, 0, 150));
		this.stuck.countDown();
		Awaitility.await().until(() -> this.received.size() == 101);
		assertThat(this.received).startsWith("first", "alert-150", "alert-151").endsWith("alert-249");
	}

	@Test
	void hasNoThreadBeforeThereIsSomethingToTell() {
		use(channel("quiet", this::receive));

		assertThat(threads("db-alert-quiet")).isZero();
	}

	@Test
	void finishesWhatWaitsWhenItIsClosed() {
		use(channel("good", this::receive));
		for (int i = 0; i < 50; i++) {
			this.channels.send(TestAlerts.raised("alert-" + i));
		}

		this.channels.close();

		assertThat(this.received).hasSize(50);
		this.channels.send(TestAlerts.raised("too late"));
		assertThat(states().get(0).dropped()).isEqualTo(1);
	}

	/**
	 * With ten that are stuck the application would end half a minute later than it may,
	 * if each had a time of its own.
	 */
	@Test
	@Timeout(15)
	void endsAllChannelsTogether() {
		AlertChannel[] stuck = new AlertChannel[10];
		for (int i = 0; i < stuck.length; i++) {
			stuck[i] = channel("stuck-" + i, (notification) -> awaitUninterrupted());
		}
		use(stuck);
		this.channels.send(TestAlerts.raised("first"));
		this.channels.send(TestAlerts.raised("second"));

		this.channels.close();

		assertThat(states()).allSatisfy((state) -> assertThat(state.dropped()).isEqualTo(1));
	}

	private void use(AlertChannel... channels) {
		this.channels = new AlertChannels(List.of(channels));
	}

	private void receive(AlertNotification notification) {
		this.received.addAll(TestAlerts.ids(notification));
	}

	private List<ChannelState> states() {
		return this.channels.states();
	}

	private void awaitUninterrupted() {
		try {
			this.stuck.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static long threads(String name) {
		return Thread.getAllStackTraces().keySet().stream().filter((thread) -> thread.getName().equals(name)).count();
	}

	private static AlertChannel channel(String name, AlertChannel target) {
		return new AlertChannel() {

			@Override
			public void send(AlertNotification notification) {
				target.send(notification);
			}

			@Override
			public String name() {
				return name;
			}

		};
	}

}
