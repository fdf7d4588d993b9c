package dev.mainstay.cache.value;

import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Knows the types whose values cannot be kept, whatever they hold. Goes by name, as most
 * of the libraries need not be there.
 */
final class Refusals {

	static final String ADVICE = "return a record or a projection instead";

	private static final String ENTITY = "is the JPA entity %s, which belongs to the transaction that read it: ";

	private static final Set<String> ENTITY_ANNOTATIONS = Set.of("jakarta.persistence.Entity",
			"javax.persistence.Entity");

	private static final Map<String, String> KINDS = new LinkedHashMap<>();

	static {
		all("is a proxy of a JPA entity (%s), which belongs to the transaction that read it: " + ADVICE,
				"org.hibernate.proxy.HibernateProxy");
		all("is a collection of Hibernate (%s), which belongs to the transaction that read it: " + ADVICE,
				"org.hibernate.collection.spi.PersistentCollection");
		all("is managed by Hibernate (%s): " + ADVICE, "org.hibernate.engine.spi.Managed",
				"org.hibernate.engine.spi.PersistentAttributeInterceptable");
		all("is a tuple of JPA (%s): " + ADVICE, "jakarta.persistence.Tuple", "jakarta.persistence.TupleElement");
		all("is a JSON tree (%s), which everybody can change: return a record or its text instead",
				"tools.jackson.core.TreeNode", "com.fasterxml.jackson.core.TreeNode");
		all("is a stream (%s), which can be read only once: return a list instead", "java.util.stream.BaseStream",
				"java.util.Iterator", "java.util.Enumeration", "java.util.Spliterator", "kotlin.sequences.Sequence",
				"java.io.InputStream", "java.io.OutputStream", "java.io.Reader", "java.io.Writer",
				"org.springframework.core.io.InputStreamSource");
		all("is an object of the driver (%s), which belongs to its connection: return what it holds instead",
				"java.sql.Connection", "java.sql.Statement", "java.sql.ResultSet", "java.sql.Blob", "java.sql.Clob",
				"java.sql.Array", "java.sql.Struct", "java.sql.Ref", "java.sql.SQLXML", "java.sql.RowId");
		all("is a result that is not there yet (%s): return the result itself", "java.util.concurrent.Future",
				"java.util.concurrent.CompletionStage", "java.util.concurrent.Flow$Publisher",
				"org.reactivestreams.Publisher", "kotlinx.coroutines.flow.Flow");
		all("is no value but a part of the running program (%s): " + ADVICE, "java.lang.Thread",
				"java.lang.ThreadLocal", "java.lang.ClassLoader", "java.lang.Throwable", "java.lang.ref.Reference",
				"java.util.concurrent.locks.Lock", "java.util.concurrent.Executor", "org.slf4j.Logger",
				"org.springframework.beans.factory.BeanFactory", "org.springframework.aop.SpringProxy");
		all("is a resource (%s), which somebody has to close: " + ADVICE, "java.lang.AutoCloseable");
	}

	private Refusals() {
	}

	private static void all(String reason, String... types) {
		for (String type : types) {
			KINDS.put(type, reason);
		}
	}

	/**
	 * Return why values of a type cannot be kept, going on after what holds them.
	 * @param type the type
	 * @return the reason; {@code null} if none is known
	 */
	static @Nullable String of(Class<?> type) {
		Set<String> names = new LinkedHashSet<>();
		for (Class<?> each = type; each != null; each = each.getSuperclass()) {
			if (isEntity(each)) {
				return entity(type);
			}
			collect(each, names);
		}
		for (Map.Entry<String, String> kind : KINDS.entrySet()) {
			if (names.contains(kind.getKey())) {
				return kind.getValue().formatted(type.getName());
			}
		}
		return null;
	}

	static String entity(Class<?> type) {
		return ENTITY.formatted(type.getName()) + ADVICE;
	}

	private static boolean isEntity(Class<?> type) {
		for (Annotation annotation : type.getDeclaredAnnotations()) {
			if (ENTITY_ANNOTATIONS.contains(annotation.annotationType().getName())) {
				return true;
			}
		}
		return false;
	}

	private static void collect(Class<?> type, Set<String> names) {
		names.add(type.getName());
		for (Class<?> each : type.getInterfaces()) {
			collect(each, names);
		}
	}

}
