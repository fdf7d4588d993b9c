package dev.mainstay.datasource;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Access to a field that one thread writes and others read now and then. A volatile field
 * would make the writer wait for its write, and an atomic reference is one more object.
 */
final class SharedField {

	private SharedField() {
	}

	/**
	 * Return the access to a field.
	 * @param owner what the class of the field may do
	 * @param name the name of the field
	 * @param type its declared type
	 * @return the handle, for {@code setRelease} and {@code getAcquire}
	 */
	static VarHandle of(MethodHandles.Lookup owner, String name, Class<?> type) {
		try {
			return owner.findVarHandle(owner.lookupClass(), name, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
