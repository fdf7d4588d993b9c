package dev.mainstay.history.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A process that ends well if it can lock a file.
 */
public final class LockingProcess {

	private LockingProcess() {
	}

	public static void main(String[] arguments) throws IOException {
		try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
			System.exit((channel.tryLock() != null) ? 0 : 1);
		}
	}

}
