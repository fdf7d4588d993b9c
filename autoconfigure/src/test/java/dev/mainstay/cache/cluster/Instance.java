package dev.mainstay.cache.cluster;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagVersions;

/**
 * One of several instances of an application on a simulated channel, whose thread that
 * tells is the one of the test.
 */
final class Instance {

	static final ClusterSettings SETTINGS = new ClusterSettings() {
	};

	final TagVersions versions;

	final SimulatedChannel.Port port;

	final ClusterInvalidation cluster;

	Instance(SimulatedChannel channel, AtomicLong time) {
		this(channel, time, SETTINGS);
	}

	private Instance(SimulatedChannel channel, AtomicLong time, ClusterSettings settings) {
		this.versions = new TagVersions(time::get);
		this.port = channel.open();
		this.cluster = ClusterInvalidation.of(this.versions, this.port, settings, time::get);
	}

	static Instance opened(SimulatedChannel channel, AtomicLong time) {
		return opened(channel, time, SETTINGS);
	}

	static Instance opened(SimulatedChannel channel, AtomicLong time, ClusterSettings settings) {
		Instance instance = new Instance(channel, time, settings);
		instance.cluster.open();
		instance.cluster.turn();
		channel.deliverAll();
		return instance;
	}

	/**
	 * Change something; what is told has not arrived when this returns.
	 * @param tags what
	 */
	void change(String... tags) {
		run(() -> this.versions.changed(Set.of(tags)));
	}

	void run(Runnable change) {
		Thread thread = new Thread(change);
		thread.start();
		try {
			while (thread.isAlive()) {
				this.cluster.turn();
				thread.join(1);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Read read(String... tags) {
		long stamp = this.versions.stamp();
		Tag[] dependencies = new Tag[tags.length];
		for (int i = 0; i < tags.length; i++) {
			dependencies[i] = this.versions.tag(tags[i]);
		}
		return new Read(this.versions, dependencies, stamp);
	}

	/**
	 * An answer that was read.
	 */
	record Read(TagVersions versions, Tag[] dependencies, long stamp) {

		boolean isCurrent() {
			return this.versions.isCurrent(this.dependencies, this.stamp);
		}

	}

}
