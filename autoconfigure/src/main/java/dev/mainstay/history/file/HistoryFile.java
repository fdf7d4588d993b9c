package dev.mainstay.history.file;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.history.History;

/**
 * The file that a history is kept in. It belongs to one instance of the application at a
 * time, which a lock on a file beside it sees to. Whatever is wrong with it is told, and
 * the history goes on in memory. Not thread-safe.
 */
public final class HistoryFile implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(HistoryFile.class);

	// "MSHI", then the version.
	private static final int MAGIC = 0x4D534849;

	private static final int VERSION = 1;

	private static final int HEADER = 2 * Integer.BYTES;

	private static final int LEAST = HEADER + Long.BYTES;

	// A history takes at most ten megabytes in memory, and less here.
	private static final long LONGEST = 32 * 1024 * 1024;

	// Closing any channel of a file gives back all locks that this virtual machine has on
	// it, so whoever finds one here does not even open another.
	private static final Set<Path> locked = ConcurrentHashMap.newKeySet();

	private final Path path;

	private final History history;

	private @Nullable FileChannel lock;

	private boolean told;

	/**
	 * Create a file. Nothing is read or written yet.
	 * @param path where it is
	 * @param history what it keeps
	 */
	public HistoryFile(Path path, History history) {
		this.path = path.toAbsolutePath().normalize();
		this.history = history;
	}

	/**
	 * Make the file this instance's, and remember what is in it. Does nothing if it is
	 * already.
	 * @return whether the file is this instance's
	 */
	public boolean open() {
		if (this.lock != null) {
			return true;
		}
		try {
			Path directory = directory();
			if (!Files.isDirectory(directory)) {
				return warn("its directory does not exist; create it, or change db.history.file", null);
			}
			this.lock = locked();
			if (this.lock == null) {
				return warn("another instance uses it; give each instance a file of its own", null);
			}
			if (Files.exists(this.path)) {
				read();
			}
			if (this.told) {
				this.told = false;
				logger.info("History is kept in file '{}' from now on", this.path);
			}
			return true;
		}
		catch (IOException ex) {
			close();
			return warn("it can't be used", ex);
		}
	}

	private Path directory() {
		Path parent = this.path.getParent();
		return (parent != null) ? parent : this.path;
	}

	private @Nullable FileChannel locked() throws IOException {
		if (!locked.add(this.path)) {
			return null;
		}
		FileChannel channel = null;
		FileLock lock = null;
		try {
			channel = FileChannel.open(beside(".lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
					onlyForOwner());
			lock = channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			logger.debug("Another application in this virtual machine uses '{}'", this.path, ex);
		}
		finally {
			if (lock == null) {
				locked.remove(this.path);
				if (channel != null) {
					channel.close();
				}
			}
		}
		return (lock != null) ? channel : null;
	}

	private void read() throws IOException {
		String reason;
		try {
			reason = tryToRead();
		}
		catch (IOException ex) {
			if (!Files.isReadable(this.path)) {
				throw ex;
			}
			logger.debug("History file '{}' could not be read", this.path, ex);
			reason = "it is damaged";
		}
		if (reason != null) {
			Path aside = beside(".unreadable");
			Files.move(this.path, aside, StandardCopyOption.REPLACE_EXISTING);
			logger.warn("History starts empty: file '{}' could not be read, because {}. It was moved to '{}'.",
					this.path, reason, aside);
		}
	}

	private @Nullable String tryToRead() throws IOException {
		if (Files.size(this.path) > LONGEST) {
			return "it is too large to be a history";
		}
		byte[] content = Files.readAllBytes(this.path);
		ByteBuffer buffer = ByteBuffer.wrap(content);
		if (content.length < LEAST || buffer.getInt() != MAGIC) {
			return "it is no history";
		}
		int version = buffer.getInt();
		if (version != VERSION) {
			return "it is of version " + version + ", not " + VERSION;
		}
		int end = content.length - Long.BYTES;
		CRC32 sum = new CRC32();
		sum.update(content, 0, end);
		if (buffer.getLong(end) != sum.getValue()) {
			return "it is damaged";
		}
		this.history.read(new DataInputStream(new ByteArrayInputStream(content, HEADER, end - HEADER)));
		return null;
	}

	private boolean warn(String reason, @Nullable IOException cause) {
		if (!this.told) {
			this.told = true;
			if (cause != null) {
				logger.warn("History is kept in memory only, not in file '{}': {} ({})", this.path, reason,
						cause.toString());
			}
			else {
				logger.warn("History is kept in memory only, not in file '{}': {}", this.path, reason);
			}
		}
		return false;
	}

	/**
	 * Write the history down, all or nothing: until it is safe on the disk, the file
	 * stays as it was.
	 */
	public void save() {
		if (!open()) {
			return;
		}
		Path fresh = beside(".tmp");
		try {
			Files.deleteIfExists(fresh);
			Files.createFile(fresh, onlyForOwner());
			write(fresh);
			move(fresh);
			syncDirectory();
		}
		catch (IOException ex) {
			warn("it can't be written", ex);
			delete(fresh);
		}
	}

	private void delete(Path fresh) {
		try {
			Files.deleteIfExists(fresh);
		}
		catch (IOException ex) {
			logger.debug("'{}' could not be deleted", fresh, ex);
		}
	}

	private void write(Path fresh) throws IOException {
		// A channel would be closed when the thread is interrupted.
		try (FileOutputStream file = new FileOutputStream(fresh.toFile())) {
			CRC32 sum = new CRC32();
			DataOutputStream out = new DataOutputStream(new CheckedOutputStream(new BufferedOutputStream(file), sum));
			out.writeInt(MAGIC);
			out.writeInt(VERSION);
			this.history.write(out);
			out.writeLong(sum.getValue());
			out.flush();
			file.getFD().sync();
		}
	}

	private void move(Path fresh) throws IOException {
		try {
			Files.move(fresh, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (AtomicMoveNotSupportedException ex) {
			Files.move(fresh, this.path, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	// That the file has a new name is safe only then; not every system can do it.
	private void syncDirectory() {
		try (FileChannel channel = FileChannel.open(directory(), StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			logger.debug("Directory of '{}' could not be synchronized", this.path, ex);
		}
	}

	private Path beside(String suffix) {
		return this.path.resolveSibling(this.path.getFileName() + suffix);
	}

	private FileAttribute<?>[] onlyForOwner() {
		boolean posix = this.path.getFileSystem().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Let another instance have the file.
	 */
	@Override
	public void close() {
		FileChannel channel = this.lock;
		this.lock = null;
		if (channel != null) {
			try {
				channel.close();
			}
			catch (IOException ex) {
				logger.debug("The lock of '{}' could not be given back", this.path, ex);
			}
			locked.remove(this.path);
		}
	}

}
