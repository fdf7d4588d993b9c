package dev.mainstay.autoconfigure.cache.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/*
 * The text of a query is in the code, and so is what is made of its rows. So an answer of
 * another build may answer another question, even if it has the same name and arguments.
 */

/**
 * What tells one build of the application apart from another.
 */
final class ApplicationBuild {

	private static final int MOST_FILES = 100_000;

	private ApplicationBuild() {
	}

	/**
	 * Find out which build is running.
	 * @param context the application
	 * @return a text that is the same for the same code, or {@code null} if none can be
	 * found
	 */
	static @Nullable String of(ApplicationContext context) {
		BuildProperties build = context.getBeanProvider(BuildProperties.class).getIfUnique();
		if (build != null && build.getTime() != null) {
			return "%s:%s:%s:%s".formatted(build.getGroup(), build.getArtifact(), build.getVersion(), build.getTime());
		}
		for (String name : context.getBeanNamesForAnnotation(SpringBootConfiguration.class)) {
			Class<?> type = context.getType(name);
			File source = (type != null) ? new ApplicationHome(ClassUtils.getUserClass(type)).getSource() : null;
			if (source != null) {
				return of(source.toPath());
			}
		}
		return null;
	}

	private static String of(Path source) {
		List<String> files = new ArrayList<>();
		try {
			if (Files.isDirectory(source)) {
				addFiles(source, files);
			}
			else {
				addEntries(source, files);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Collections.sort(files);
		return String.join("\n", files);
	}

	private static void addFiles(Path directory, List<String> files) throws IOException {
		try (Stream<Path> all = Files.walk(directory)) {
			for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile).limit(MOST_FILES)::iterator) {
				CRC32 sum = new CRC32();
				sum.update(Files.readAllBytes(file));
				files.add(directory.relativize(file) + ":" + sum.getValue());
			}
		}
	}

	// Of libraries inside of it, too: they are entries.
	private static void addEntries(Path archive, List<String> files) throws IOException {
		try (JarFile jar = new JarFile(archive.toFile())) {
			jar.stream().limit(MOST_FILES).forEach((entry) -> files.add(entry.getName() + ":" + entry.getCrc()));
		}
	}

}
