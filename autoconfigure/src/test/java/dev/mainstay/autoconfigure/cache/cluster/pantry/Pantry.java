package dev.mainstay.autoconfigure.cache.cluster.pantry;

import java.time.Duration;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import dev.mainstay.cache.cluster.ClusterSettings;

/**
 * An application of which several instances run, and that beats five times a second.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = {
		"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
		"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration" })
@Import(PantryService.class)
public class Pantry {

	@Bean
	RedisConnectionFactory redisConnectionFactory(@Value("${redis.host}") String host,
			@Value("${redis.port}") int port) {
		return new LettuceConnectionFactory(new RedisStandaloneConfiguration(host, port),
				LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(1)).build());
	}

	@Bean
	ClusterSettings clusterSettings(@Value("${channel:mainstay_cache}") String channel) {
		return new ClusterSettings() {

			@Override
			public String channel() {
				return channel;
			}

			@Override
			public Duration beatInterval() {
				return Duration.ofMillis(200);
			}

			@Override
			public Duration forgetAfter() {
				return Duration.ofSeconds(2);
			}

		};
	}

}
