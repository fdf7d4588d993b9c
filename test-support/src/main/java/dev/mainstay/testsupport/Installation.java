package dev.mainstay.testsupport;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.springframework.util.FileSystemUtils;

/**
 * Unpacked server binaries in the folder for temporary files. They stay there for the
 * next run because unpacking takes seconds; data never lives among them.
 */
final class Installation {

	private Installation() {
	}

	/**
	 * Return the folder with the given name, unpacking it first if this machine has not
	 * got it. Any number of JVMs may ask at the same time.
	 * @param name the name of the folder, different for every version of the binaries
	 * @param unpacker fills the folder it is given
	 * @return the folder with the binaries
	 */
	static synchronized Path find(String name, Unpacker unpacker) {
		Path parent = Path.of(System.getProperty("java.io.tmpdir"),
				"mainstay-test-servers-" + System.getProperty("user.name"));
		Path installation = parent.resolve(name);
		try {
			if (!Files.isDirectory(installation)) {
				Files.createDirectories(parent);
				unpackOnce(installation, parent.resolve(name + ".lock"), unpacker);
			}
			return installation;
		}
		catch (IOException ex) {
			throw new DatabaseServerException("Cannot unpack " + installation, ex);
		}
	}

	private static void unpackOnce(Path installation, Path lockFile, Unpacker unpacker) throws IOException {
		try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			channel.lock();
			if (!Files.isDirectory(installation)) {
				Path partial = installation.resolveSibling(installation.getFileName() + ".partial");
				FileSystemUtils.deleteRecursively(partial);
				unpacker.unpackTo(Files.createDirectories(partial));
				Files.move(partial, installation, StandardCopyOption.ATOMIC_MOVE);
			}
		}
	}

	/**
	 * Fills a folder with binaries.
	 */
	@FunctionalInterface
	interface Unpacker {

		void unpackTo(Path folder) throws IOException;

	}

}
