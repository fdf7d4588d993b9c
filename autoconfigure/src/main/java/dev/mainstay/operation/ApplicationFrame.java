package dev.mainstay.operation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where a thread is at the moment, as far as the one who wrote the application cares.
 */
public final class ApplicationFrame {

	private static final List<String> FRAMEWORKS = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.",
			"kotlin.", "scala.", "groovy.", "org.springframework.", "org.hibernate.", "org.apache.", "org.eclipse.",
			"org.jooq.", "org.mybatis.", "com.zaxxer.hikari.", "org.postgresql.", "org.mariadb.", "com.mysql.",
			"org.h2.", "org.sqlite.", "oracle.", "com.microsoft.sqlserver.", "io.micrometer.", "io.netty.",
			"io.undertow.", "io.opentelemetry.", "reactor.", "net.bytebuddy.", "com.fasterxml.", "tools.jackson.",
			"com.google.gson.", "com.google.common.", "org.thymeleaf.", "freemarker.", "ognl.", "com.querydsl.",
			"org.jboss.", "org.slf4j.", "ch.qos.logback.", "org.aspectj.", "org.aopalliance.", "net.ttddyy.",
			"com.p6spy.", "org.junit.", "org.mockito.", "dev.mainstay.datasource.", "dev.mainstay.pool.",
			"dev.mainstay.transaction.", "dev.mainstay.observe.", "dev.mainstay.operation.", "dev.mainstay.admission.",
			"dev.mainstay.autoconfigure.operation.", "dev.mainstay.autoconfigure.admission.GateLink",
			"dev.mainstay.autoconfigure.admission.http.HttpCallHandler",
			"dev.mainstay.autoconfigure.admission.http.HttpCallFilter");

	private final List<String> packages;

	/**
	 * Create one that knows what belongs to the application.
	 * @param packages the packages of the application, as far as they are known; empty if
	 * they are not
	 */
	public ApplicationFrame(List<String> packages) {
		this.packages = packages.stream().map((name) -> name + ".").toList();
	}

	/**
	 * Tell who wrote a class.
	 * @param className its full name
	 * @return its origin
	 */
	public CodeOrigin originOf(String className) {
		if (isGenerated(className)) {
			return CodeOrigin.GENERATED;
		}
		if (startsWithAny(className, this.packages)) {
			return CodeOrigin.APPLICATION;
		}
		return startsWithAny(className, FRAMEWORKS) ? CodeOrigin.FRAMEWORK : CodeOrigin.OTHER;
	}

	/**
	 * Find the place in the application's own code that a thread has come to.
	 * @param thread the thread
	 * @return the place, or a word about why there is none
	 */
	public String of(Thread thread) {
		if (!thread.isAlive()) {
			return "its end, without having closed the connection";
		}
		StackTraceElement[] stack = thread.getStackTrace();
		return Stream
			.of(first(stack, (name) -> startsWithAny(name, this.packages)),
					first(stack, (name) -> !startsWithAny(name, FRAMEWORKS)), first(stack, (name) -> true))
			.flatMap(Optional::stream)
			.findFirst()
			.orElse("a place unknown");
	}

	private static Optional<String> first(StackTraceElement[] stack, Predicate<String> filter) {
		return Arrays.stream(stack)
			.filter((frame) -> !isGenerated(frame.getClassName()) && filter.test(frame.getClassName()))
			.findFirst()
			.map((frame) -> "%s.%s(%s:%d)".formatted(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
					frame.getLineNumber()));
	}

	private static boolean isGenerated(String className) {
		return className.contains("$$") || className.contains("$Proxy") || className.contains("$HibernateProxy");
	}

	private static boolean startsWithAny(String className, List<String> prefixes) {
		return prefixes.stream().anyMatch(className::startsWith);
	}

}
