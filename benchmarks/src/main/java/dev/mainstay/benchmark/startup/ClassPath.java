package dev.mainstay.benchmark.startup;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class path whose entries can be left out one by one.
 *
 * @param entries jars and directories
 */
record ClassPath(List<Path> entries) {

	ClassPath {
		entries = List.copyOf(entries);
	}

	static ClassPath ofThisProcess() {
		String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
		return new ClassPath(Stream.of(entries).map(Path::of).toList());
	}

	/**
	 * Leave out the entries that have a certain package.
	 * @param folder the package, with slashes
	 * @return what remains
	 */
	ClassPath without(String folder) {
		return new ClassPath(this.entries.stream().filter((entry) -> !has(entry, folder)).toList());
	}

	private static boolean has(Path entry, String folder) {
		if (!Files.isRegularFile(entry)) {
			return Files.exists(entry.resolve(folder));
		}
		try (JarFile file = new JarFile(entry.toFile())) {
			return file.getEntry(folder + "/package-info.class") != null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

}
