package dev.mainstay.cache.check.server;

import java.io.EOFException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * The virtual machine of a {@link RemoteInstance}. It ends when nobody is connected to it
 * any more.
 */
public final class InstanceProcess {

	private InstanceProcess() {
	}

	/**
	 * Do as one is told.
	 * @param arguments the port where orders come from
	 * @throws Exception if anything fails
	 */
	public static void main(String[] arguments) throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
				ObjectOutputStream answers = new ObjectOutputStream(socket.getOutputStream())) {
			socket.setTcpNoDelay(true);
			answers.flush();
			ObjectInputStream orders = new ObjectInputStream(socket.getInputStream());
			InstanceSettings settings = (InstanceSettings) orders.readObject();
			try (LocalInstance instance = new LocalInstance(settings, Faults.NONE)) {
				answer(answers, true);
				while (true) {
					answer(answers, answer(instance, orders.readObject()));
				}
			}
		}
		catch (EOFException ex) {
			// Done.
		}
	}

	private static void answer(ObjectOutputStream answers, Object answer) throws Exception {
		answers.writeObject(answer);
		answers.flush();
		answers.reset();
	}

	private static Object answer(LocalInstance instance, Object order) throws Exception {
		if (order instanceof Order schedule) {
			instance.begin(schedule);
			return instance.end();
		}
		return switch ((RemoteInstance.Request) order) {
			case CLOCK -> System.nanoTime();
			case HITS -> instance.hits();
			case SETTLE -> {
				instance.settle();
				yield true;
			}
		};
	}

}
