package dev.mainstay.autoconfigure.cache.cluster;

import java.util.Locale;

import org.postgresql.PGConnection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import dev.mainstay.autoconfigure.cache.AnnounceProperties;
import dev.mainstay.autoconfigure.cache.CacheInvalidation;
import dev.mainstay.autoconfigure.cache.CacheProperties;
import dev.mainstay.autoconfigure.cache.DatabaseCacheAutoConfiguration;
import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.cache.cluster.AnnouncedTables;
import dev.mainstay.cache.cluster.ClusterInvalidation;
import dev.mainstay.cache.cluster.ClusterSettings;
import dev.mainstay.cache.cluster.postgres.PostgresTransport;
import dev.mainstay.cache.cluster.redis.RedisAnswers;
import dev.mainstay.cache.cluster.redis.RedisTransport;
import dev.mainstay.cache.read.SharedAnswers;
import dev.mainstay.cache.shared.SharedLevel;
import dev.mainstay.cache.shared.SharedValueCodec;
import dev.mainstay.cache.shared.ValueCodec;
import dev.mainstay.cache.tracking.ChangeTracker;
import dev.mainstay.cache.version.RemoteChanges;
import dev.mainstay.cache.version.TagVersions;
import dev.mainstay.datasource.SideConnections;

/**
 * Auto-configuration of what instances tell each other about changes.
 */
@AutoConfiguration(after = DatabaseCacheAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnBean(TagVersions.class)
@EnableConfigurationProperties({ AnnounceProperties.class, SharedCacheProperties.class })
public final class DatabaseCacheClusterAutoConfiguration {

	private static final String PROPERTY = "db.cache.invalidation";

	@Bean
	@ConditionalOnMissingBean(RemoteChanges.class)
	ClusterLink mainstayCacheClusterLink(CacheProperties properties, AnnounceProperties announce,
			SharedCacheProperties shared, TagVersions versions, ChangeTracker tracker, SideConnections connections,
			ObjectProvider<ClusterTransport> transports, ObjectProvider<ClusterSettings> settings) {
		CacheInvalidation mode = properties.invalidation();
		announce.check(mode);
		if (shared.shared() && mode != CacheInvalidation.REDIS) {
			throw new InvalidPropertyException("db.cache.redis.shared", "true",
					"needs the changes of all instances to be told through Redis",
					"Type db.cache.invalidation=redis, or db.cache.redis.shared=false.");
		}
		if (mode == CacheInvalidation.LOCAL) {
			return new ClusterLink(mode, null, null, tracker, () -> {
			});
		}
		ClusterTransport chosen = transports.stream()
			.filter((transport) -> transport.mode() == mode)
			.findFirst()
			.orElseThrow(() -> missing(mode));
		ClusterInvalidation cluster = ClusterInvalidation.of(versions, chosen.transport().get(), settings(settings),
				System::nanoTime);
		AnnouncedTables announced = announce.tables().isEmpty() ? null
				: new AnnouncedTables(cluster, announce.tables(), announce.ifUnpublished());
		return new ClusterLink(mode, cluster, announced, tracker,
				(mode == CacheInvalidation.POSTGRES) ? new PrimaryConnections(connections)::check : () -> {
				});
	}

	private static ClusterSettings settings(ObjectProvider<ClusterSettings> settings) {
		return settings.getIfUnique(() -> new ClusterSettings() {
		});
	}

	private static InvalidPropertyException missing(CacheInvalidation mode) {
		String needs = (mode == CacheInvalidation.REDIS)
				? "needs Spring Data Redis and a RedisConnectionFactory, such as of spring-boot-starter-data-redis"
				: "needs the driver org.postgresql:postgresql";
		return new InvalidPropertyException(PROPERTY, mode.name().toLowerCase(Locale.ROOT), needs,
				"Add it, or type %s=local if there is one instance.".formatted(PROPERTY));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(PGConnection.class)
	static class PostgresConfiguration {

		@Bean
		ClusterTransport mainstayPostgresClusterTransport(SideConnections connections,
				ObjectProvider<ClusterSettings> settings) {
			return new ClusterTransport(CacheInvalidation.POSTGRES,
					() -> new PostgresTransport(new PrimaryConnections(connections), PrimaryConnections.NAME,
							settings(settings)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RedisConnectionFactory.class)
	@ConditionalOnBean(RedisConnectionFactory.class)
	static class RedisConfiguration {

		@Bean
		ClusterTransport mainstayRedisClusterTransport(ObjectProvider<RedisConnectionFactory> connections,
				ObjectProvider<ClusterSettings> settings, SharedCacheProperties shared) {
			return new ClusterTransport(CacheInvalidation.REDIS,
					() -> shared.shared() ? RedisTransport.noting(connections.getObject(), settings(settings))
							: new RedisTransport(connections.getObject(), settings(settings)));
		}

		@Bean
		@ConditionalOnMissingBean(SharedAnswers.class)
		SharedLink mainstaySharedAnswers(SharedCacheProperties properties, ObjectProvider<ClusterLink> link,
				ObjectProvider<RedisConnectionFactory> connections, ObjectProvider<ClusterSettings> settings,
				ObjectProvider<SharedValueCodec> codec, TagVersions versions, SideConnections sideConnections,
				ApplicationContext context) {
			ClusterLink known = properties.shared() ? link.getIfAvailable() : null;
			ClusterInvalidation cluster = (known != null) ? known.cluster() : null;
			if (cluster == null) {
				return new SharedLink((finding, storing) -> null);
			}
			return new SharedLink((finding, storing) -> new SharedLevel(
					new RedisAnswers(connections.getObject(), settings(settings), cluster::others), properties,
					codec.getIfUnique(() -> new ValueCodec(context.getClassLoader())),
					new SharedName(context, sideConnections, properties.version()),
					() -> !versions.isDistrusted() && cluster.hasToldEverything(), finding, storing, System::nanoTime));
		}

	}

}
