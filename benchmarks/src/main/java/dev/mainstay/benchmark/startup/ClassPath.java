package dev.mainstay.benchmark.startup;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * A class path whose entries can be left out one by one.
 *
 * @param entries jars and directories
 */
record ClassPath(List<Path> entries) {

	ClassPath {
		entries = List.copyOf(entries);
	}

	/**
	 * Return the class path of this process, with what the manifests of its jars add.
	 * @return all jars and directories
	 */
	static ClassPath ofThisProcess() {
		List<Path> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry).toAbsolutePath();
			entries.add(path);
			if (Files.isRegularFile(path)) {
				entries.addAll(namedBy(path));
			}
		}
		return new ClassPath(entries);
	}

	private static List<Path> namedBy(Path jar) {
		try (JarFile file = new JarFile(jar.toFile())) {
			Manifest manifest = file.getManifest();
			String names = (manifest != null) ? manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH)
					: null;
			return (names != null) ? List.of(names.split(" ")).stream().map(jar::resolveSibling).toList() : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
