package dev.mainstay.failure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.mainstay.datasource.DatabaseProduct;

/**
 * The errors that were recorded. They are recorded anew by the integration tests that
 * provoke them, run with {@code -Dmainstay.record-errors=true}.
 */
final class ErrorCorpus {

	static final boolean RECORDING = Boolean.getBoolean("mainstay.record-errors");

	static final List<String> NAMES = List.of("postgresql", "postgresql-standby", "mariadb", "h2", "sqlite", "spring");

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private ErrorCorpus() {
	}

	static List<Entry> read(String name) {
		try (InputStream file = ErrorCorpus.class.getResourceAsStream("errors-" + name + ".json")) {
			return (file != null) ? List.of(MAPPER.readValue(file, Entry[].class)) : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void write(String name, Collection<Entry> entries) {
		try {
			Files.write(Path.of("src/test/resources/dev/mainstay/failure/errors-" + name + ".json"),
					MAPPER.writeValueAsBytes(entries));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A recorded error and what it means.
	 */
	@JsonInclude(JsonInclude.Include.NON_DEFAULT)
	record Entry(String name, DatabaseProduct product, FailureKind kind, @Nullable Rollback rollback,
			boolean forbidsCommit, @Nullable CommitFailure commit, RecordedError error) {

		@Override
		public String toString() {
			return this.product + " " + this.name;
		}

	}

}
