package dev.mainstay.autoconfigure.cache.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import org.springframework.beans.factory.config.BeanPostProcessor;

import dev.mainstay.cache.cluster.InvalidationReceiver;
import dev.mainstay.cache.cluster.InvalidationTransport;
import dev.mainstay.cache.cluster.InvalidationTransportException;

/**
 * Stands between an instance and its channel, whichever is configured, and spoils what
 * passes when told to.
 */
final class ChannelFaults implements BeanPostProcessor {

	private final Set<String> origins = ConcurrentHashMap.newKeySet();

	private final Set<String> kinds = ConcurrentHashMap.newKeySet();

	private volatile Publishing publishing = (message) -> {
	};

	// What is delivered instead of a message that came.
	private volatile UnaryOperator<List<String>> arriving = UnaryOperator.identity();

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof ClusterTransport transport)
				? new ClusterTransport(transport.mode(), () -> new Spoiled(transport.transport().get())) : bean;
	}

	/**
	 * Do something before each message is published.
	 * @param step gets the message, and may throw or not return
	 */
	void beforePublishing(Publishing step) {
		this.publishing = step;
	}

	/**
	 * Deliver something else than what comes.
	 * @param replacement gets a list with one message, and gives back what to deliver
	 */
	void onArrival(UnaryOperator<List<String>> replacement) {
		this.arriving = replacement;
	}

	void stop() {
		this.publishing = (message) -> {
		};
		this.arriving = UnaryOperator.identity();
	}

	/**
	 * Forget what kinds have come.
	 */
	void forget() {
		this.kinds.clear();
	}

	/**
	 * Return how many instances have been heard, this one included.
	 * @return their number
	 */
	int instances() {
		return this.origins.size();
	}

	/**
	 * Return whether a message of a kind has come.
	 * @param kind the letter of the kind
	 * @return whether one has
	 */
	boolean hasHeard(String kind) {
		return this.kinds.contains(kind);
	}

	static String kind(String message) {
		return message.split(" ")[3];
	}

	/**
	 * What is done before a message is published.
	 */
	@FunctionalInterface
	interface Publishing {

		void publish(String message) throws InvalidationTransportException;

	}

	/**
	 * A channel that is not as good as it was.
	 */
	private final class Spoiled implements InvalidationTransport {

		private final InvalidationTransport transport;

		Spoiled(InvalidationTransport transport) {
			this.transport = transport;
		}

		@Override
		public void start(InvalidationReceiver receiver) {
			this.transport.start(new InvalidationReceiver() {

				@Override
				public void connected() {
					receiver.connected();
				}

				@Override
				public void disconnected() {
					receiver.disconnected();
				}

				@Override
				public void received(String message) {
					ChannelFaults.this.arriving.apply(new ArrayList<>(List.of(message))).forEach((one) -> {
						receiver.received(one);
						ChannelFaults.this.origins.add(one.split(" ")[1]);
						ChannelFaults.this.kinds.add(kind(one));
					});
				}

			});
		}

		@Override
		public void publish(String message) throws InvalidationTransportException {
			ChannelFaults.this.publishing.publish(message);
			this.transport.publish(message);
		}

		@Override
		public int maxLength() {
			return this.transport.maxLength();
		}

		@Override
		public String description() {
			return this.transport.description();
		}

		@Override
		public String advice() {
			return this.transport.advice();
		}

		@Override
		public void close() {
			this.transport.close();
		}

	}

}
