package dev.mainstay.cache.value;

import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Date;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * How values are copied, by class. A class is looked at once.
 */
final class Plans extends ClassValue<Plan> {

	private static final boolean PAGES = isPresent("org.springframework.data.domain.PageImpl");

	private static final boolean HIBERNATE = isPresent("org.hibernate.proxy.HibernateProxy");

	private final Predicate<Class<?>> entities;

	Plans(Predicate<Class<?>> entities) {
		this.entities = entities;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, Plans.class.getClassLoader());
	}

	static boolean isPlatform(Class<?> type) {
		String module = type.getModule().getName();
		return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
	}

	static String closed(Class<?> type) {
		return "is a %s, whose module does not let others read it: ".formatted(type.getName()) + Refusals.ADVICE;
	}

	@Override
	protected Plan computeValue(Class<?> type) {
		Plan known = Leaves.of(type);
		if (known != null) {
			return known;
		}
		if (type.isArray()) {
			return type.getComponentType().isPrimitive() ? primitives(type) : new ArrayPlan();
		}
		if (Proxy.isProxyClass(type)) {
			return new ProxyPlan(type);
		}
		Plan refused = refused(type);
		if (refused != null) {
			return refused;
		}
		if (type.isRecord()) {
			return RecordPlan.of(type);
		}
		if (isPlatform(type)) {
			known = platform(type);
			return (known != null) ? known : new RefusedPlan(
					"is a %s, which is not known to be copied safely: ".formatted(type.getName()) + Refusals.ADVICE);
		}
		known = Containers.ofLibraries(type);
		if (known != null) {
			return known;
		}
		return (PAGES && PagePlan.isMeant(type)) ? new PagePlan() : ObjectPlan.of(type);
	}

	private @Nullable Plan refused(Class<?> type) {
		String reason = Refusals.of(type);
		if (reason == null && this.entities.test(type)) {
			reason = Refusals.entity(type);
		}
		if (reason != null) {
			return (HIBERNATE && HibernatePlan.isMeant(type)) ? new HibernatePlan(reason) : new RefusedPlan(reason);
		}
		if (type.isHidden() || type.isSynthetic()) {
			return new RefusedPlan(
					"is a lambda or made at run time (%s): ".formatted(type.getName()) + Refusals.ADVICE);
		}
		return null;
	}

	private static Plan primitives(Class<?> type) {
		long bytes = bytes(type.getComponentType());
		return new ClonePlan(Plans::cloneArray, (value) -> 16 + bytes * Array.getLength(value));
	}

	private static long bytes(Class<?> primitive) {
		if (primitive == long.class || primitive == double.class) {
			return 8;
		}
		return (primitive == int.class || primitive == float.class) ? 4 : 2;
	}

	private static Object cloneArray(Object array) {
		int length = Array.getLength(array);
		Object copy = Array.newInstance(array.getClass().getComponentType(), length);
		System.arraycopy(array, 0, copy, 0, length);
		return copy;
	}

	private static @Nullable Plan platform(Class<?> type) {
		if (type == Optional.class) {
			return new OptionalPlan();
		}
		if (Date.class.isAssignableFrom(type)) {
			return new ClonePlan((value) -> ((Date) value).clone(), (value) -> 32);
		}
		if (type == GregorianCalendar.class) {
			return new ClonePlan((value) -> ((Calendar) value).clone(), (value) -> 512);
		}
		if (TimeZone.class.isAssignableFrom(type)) {
			return new ClonePlan((value) -> ((TimeZone) value).clone(), (value) -> 96);
		}
		if (type == BitSet.class) {
			return new ClonePlan((value) -> ((BitSet) value).clone(), (value) -> 40 + ((BitSet) value).size() / 8);
		}
		if (EnumSet.class.isAssignableFrom(type)) {
			return new ClonePlan((value) -> ((EnumSet<?>) value).clone(), (value) -> 40);
		}
		if (type == StringBuilder.class) {
			return new ClonePlan((value) -> new StringBuilder((StringBuilder) value),
					(value) -> 40 + 2L * ((StringBuilder) value).length());
		}
		if (type == AtomicInteger.class) {
			return new ClonePlan((value) -> new AtomicInteger(((AtomicInteger) value).get()), (value) -> 16);
		}
		if (type == AtomicLong.class) {
			return new ClonePlan((value) -> new AtomicLong(((AtomicLong) value).get()), (value) -> 24);
		}
		if (type == AtomicBoolean.class) {
			return new ClonePlan((value) -> new AtomicBoolean(((AtomicBoolean) value).get()), (value) -> 16);
		}
		return Containers.ofPlatform(type);
	}

}
