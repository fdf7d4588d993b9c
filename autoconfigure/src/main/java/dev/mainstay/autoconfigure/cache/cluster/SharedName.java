package dev.mainstay.autoconfigure.cache.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.util.StringUtils;

import dev.mainstay.datasource.SideConnections;

/*
 * Instances must not share answers unless the same question has the same answer: the same
 * code, the same databases under the same user, and what else an answer depends on
 * without any statement saying so, such as the time zone in which a driver reads dates.
 * It becomes a part of the digest of each question, so that none of it can be read in
 * Redis.
 * Where two instances name the same database in different ways, they share nothing.
 */

/**
 * The name that instances have in common which may share answers.
 */
final class SharedName implements Supplier<@Nullable String> {

	private static final Logger logger = LoggerFactory.getLogger(SharedName.class);

	private final ApplicationContext context;

	private final SideConnections connections;

	private final @Nullable String version;

	private @Nullable String name;

	// Written last.
	private volatile boolean known;

	SharedName(ApplicationContext context, SideConnections connections, @Nullable String version) {
		this.context = context;
		this.connections = connections;
		this.version = version;
	}

	@Override
	public @Nullable String get() {
		if (!this.known) {
			findOnce();
		}
		return this.name;
	}

	private synchronized void findOnce() {
		if (this.known) {
			return;
		}
		try {
			this.name = find();
		}
		catch (RuntimeException | SQLException ex) {
			logger.warn("Query cache: answers are not shared, because it is not known what this application is", ex);
		}
		this.known = true;
	}

	private @Nullable String find() throws SQLException {
		String build = StringUtils.hasText(this.version) ? this.version : ApplicationBuild.of(this.context);
		if (build == null) {
			logger.warn("Query cache: answers are not shared, because it is not known which build this is. "
					+ "Type for example db.cache.redis.version=1.2.3, another one for each build");
			return null;
		}
		List<String> parts = new ArrayList<>(
				List.of(build, TimeZone.getDefault().getID(), Locale.getDefault().toString(),
						this.context.getEnvironment().getProperty("spring.application.name", "")));
		for (String dataSource : this.connections.dataSources().stream().sorted().toList()) {
			HikariDataSource pool = this.context.getBean(dataSource, DataSource.class).unwrap(HikariDataSource.class);
			if (pool.getJdbcUrl() == null) {
				logger.warn("Query cache: answers are not shared, because data source '{}' has no URL, so that it is "
						+ "not known which database it is", dataSource);
				return null;
			}
			parts.addAll(List.of(dataSource, pool.getJdbcUrl(), text(pool.getUsername()), text(pool.getCatalog()),
					text(pool.getSchema()), text(pool.getConnectionInitSql())));
		}
		StringBuilder all = new StringBuilder();
		parts.forEach((part) -> all.append(part.length()).append(':').append(part));
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(all.toString().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static String text(@Nullable String value) {
		return Objects.requireNonNullElse(value, "");
	}

}
