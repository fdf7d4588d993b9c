package dev.mainstay.autoconfigure.history;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.event.ReadingSource;
import dev.mainstay.history.History;
import dev.mainstay.history.file.HistoryFile;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of the history of what was measured.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "db.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "db.history.enabled", matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
@EnableConfigurationProperties(HistoryProperties.class)
public final class DatabaseHistoryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	History mainstayHistory(HistoryProperties properties, ObjectProvider<Clock> clock) {
		return new History(properties.retention(), clock.getIfUnique(Clock::systemUTC), ZoneId.systemDefault());
	}

	@Bean
	HistoryRecorder mainstayHistoryRecorder(ObjectProvider<ReadingSource> sources, History history,
			HistoryProperties properties, ObjectProvider<Clock> clock) {
		HistoryFile file = (properties.file() != null) ? new HistoryFile(Path.of(properties.file()), history) : null;
		return new HistoryRecorder(sources.orderedStream().toList(), history, file, properties.interval(),
				clock.getIfUnique(Clock::systemUTC));
	}

}
