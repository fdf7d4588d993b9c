package dev.mainstay.testsupport;

import java.util.function.BooleanSupplier;

/**
 * What all bytes of a {@link TcpProxy} have to pass: open, or shut as in a black hole.
 */
final class ProxyGate {

	// Guarded by this.
	private boolean open = true;

	synchronized void open() {
		this.open = true;
		notifyAll();
	}

	synchronized void shut() {
		this.open = false;
	}

	/**
	 * Make those who wait ask again whether they still want to.
	 */
	synchronized void wake() {
		notifyAll();
	}

	/**
	 * Wait until the gate is open.
	 * @param abandoned whether the caller need not pass any more
	 * @return whether the caller may pass
	 */
	synchronized boolean pass(BooleanSupplier abandoned) {
		while (!this.open && !abandoned.getAsBoolean()) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}
		return !abandoned.getAsBoolean();
	}

}
