package dev.mainstay.cache.cluster;

import java.time.Duration;
import java.util.function.Function;

import org.awaitility.Awaitility;

import dev.mainstay.cache.version.Tag;
import dev.mainstay.cache.version.TagVersions;

/**
 * An instance of an application on a real channel that beats five times a second.
 */
public final class ClusterNode implements AutoCloseable {

	private static final ClusterSettings SETTINGS = new ClusterSettings() {

		@Override
		public Duration beatInterval() {
			return Duration.ofMillis(200);
		}

		@Override
		public Duration forgetAfter() {
			return Duration.ofSeconds(2);
		}

	};

	private final TagVersions versions = new TagVersions(System::nanoTime);

	private final ClusterInvalidation cluster;

	/**
	 * Start an instance.
	 * @param transport makes its channel
	 */
	public ClusterNode(Function<ClusterSettings, InvalidationTransport> transport) {
		this.cluster = ClusterInvalidation.of(this.versions, transport.apply(SETTINGS), SETTINGS, System::nanoTime);
		this.cluster.start();
	}

	/**
	 * Wait until all instances know each other and serve from their caches.
	 * @param nodes all instances that there are
	 */
	public static void awaitServing(ClusterNode... nodes) {
		for (ClusterNode node : nodes) {
			node.awaitServing(nodes.length - 1);
		}
	}

	/**
	 * Wait until this instance knows others and serves from its cache.
	 * @param others how many others
	 */
	public void awaitServing(int others) {
		Awaitility.await().until(() -> isServing() && this.cluster.statistics().members() == others);
	}

	public boolean isServing() {
		return read("any").isCurrent();
	}

	public TagVersions versions() {
		return this.versions;
	}

	public ClusterInvalidation cluster() {
		return this.cluster;
	}

	public ClusterStatistics statistics() {
		return this.cluster.statistics();
	}

	public Read read(String tag) {
		return new Read(this.versions, this.versions.tag(tag), this.versions.stamp());
	}

	@Override
	public void close() {
		this.cluster.close();
	}

	/**
	 * An answer that was read.
	 *
	 * @param versions what knows whether it is current
	 * @param dependency what it depends on
	 * @param stamp when it was read
	 */
	public record Read(TagVersions versions, Tag dependency, long stamp) {

		public boolean isCurrent() {
			return this.versions.isCurrent(new Tag[] { this.dependency }, this.stamp);
		}

	}

}
