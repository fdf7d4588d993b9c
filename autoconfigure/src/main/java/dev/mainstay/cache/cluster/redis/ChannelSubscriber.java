package dev.mainstay.cache.cluster.redis;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.SubscriptionListener;

import dev.mainstay.cache.cluster.InvalidationReceiver;

/**
 * Hands on what one subscription hears. A driver that connects again by itself subscribes
 * again, and what came in between is lost.
 */
final class ChannelSubscriber implements MessageListener, SubscriptionListener {

	private final InvalidationReceiver receiver;

	private volatile boolean ended;

	ChannelSubscriber(InvalidationReceiver receiver) {
		this.receiver = receiver;
	}

	@Override
	public synchronized void onChannelSubscribed(byte[] channel, long count) {
		if (!this.ended) {
			this.receiver.disconnected();
			this.receiver.connected();
		}
	}

	@Override
	public synchronized void onMessage(Message message, byte @Nullable [] pattern) {
		if (!this.ended) {
			this.receiver.received(new String(message.getBody(), StandardCharsets.US_ASCII));
		}
	}

	synchronized void end() {
		this.ended = true;
		this.receiver.disconnected();
	}

}
