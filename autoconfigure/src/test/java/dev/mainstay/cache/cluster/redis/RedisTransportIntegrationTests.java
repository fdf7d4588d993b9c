package dev.mainstay.cache.cluster.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import dev.mainstay.cache.cluster.ClusterNode;
import dev.mainstay.testsupport.RedisServer;
import dev.mainstay.testsupport.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisTransport} with two instances and a real server.
 */
class RedisTransportIntegrationTests {

	private final List<ClusterNode> nodes = new ArrayList<>();

	private final List<LettuceConnectionFactory> factories = new ArrayList<>();

	@AfterEach
	void closeAll() {
		this.nodes.forEach(ClusterNode::close);
		this.factories.forEach(LettuceConnectionFactory::destroy);
	}

	@Test
	void tellsAnotherInstanceOfAChange() {
		RedisServer server = RedisServer.shared();
		ClusterNode first = node(server.host(), server.port());
		ClusterNode second = node(server.host(), server.port());
		ClusterNode.awaitServing(first, second);
		ClusterNode.Read recipe = second.read("recipe");
		ClusterNode.Read step = second.read("step");

		first.versions().changed(Set.of("recipe"));

		Awaitility.await().until(() -> !recipe.isCurrent());
		assertThat(step.isCurrent()).isTrue();
		assertThat(first.statistics().failed()).isZero();
	}

	@Test
	void servesNothingWhileTheNetworkIsSilent() {
		RedisServer server = RedisServer.shared();
		try (TcpProxy proxy = TcpProxy.to(server)) {
			ClusterNode first = node(server.host(), server.port());
			ClusterNode second = node(proxy.host(), proxy.port());
			ClusterNode.awaitServing(first, second);
			ClusterNode.Read read = second.read("recipe");

			proxy.blackHole();
			Awaitility.await().until(() -> !second.isServing());
			first.versions().changed(Set.of("recipe"));

			proxy.passThrough();
			ClusterNode.awaitServing(first, second);
			assertThat(read.isCurrent()).isFalse();

			ClusterNode.Read another = second.read("recipe");
			proxy.cut();
			first.versions().changed(Set.of("recipe"));
			Awaitility.await().until(() -> !another.isCurrent());
			ClusterNode.awaitServing(first, second);
		}
	}

	@Test
	void startsWithoutAServerAndSurvivesItsRestarts() {
		try (RedisServer server = RedisServer.startNew()) {
			server.stop();
			ClusterNode first = node(server.host(), server.port());
			ClusterNode second = node(server.host(), server.port());
			first.versions().changed(Set.of("recipe"));
			assertThat(first.isServing()).isFalse();

			server.start();
			ClusterNode.awaitServing(first, second);
			ClusterNode.Read read = second.read("recipe");

			server.kill();
			first.versions().changed(Set.of("recipe"));
			Awaitility.await().until(() -> !read.isCurrent());
			server.start();
			ClusterNode.awaitServing(first, second);
			assertThat(read.isCurrent()).isFalse();
			closeAll();
			this.nodes.clear();
			this.factories.clear();
		}
	}

	private ClusterNode node(String host, int port) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(new RedisStandaloneConfiguration(host, port),
				LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(1)).build());
		factory.afterPropertiesSet();
		factory.start();
		this.factories.add(factory);
		ClusterNode node = new ClusterNode((settings) -> new RedisTransport(factory, settings));
		this.nodes.add(node);
		return node;
	}

}
