package dev.mainstay.testsupport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.slf4j.LoggerFactory;

/**
 * Lets each class of tests begin with the levels of logging that were configured, as
 * those that an application of an earlier class has set stay for as long as the virtual
 * machine. The root has {@code INFO} at most, as Logback has more where nothing was
 * configured.
 */
public final class StartingLogLevels implements TestExecutionListener {

	// A process has a plan for each class, and the first begins before anything has set a
	// level.
	private static final Map<String, Level> configured = new ConcurrentHashMap<>();

	@Override
	public void testPlanExecutionStarted(TestPlan plan) {
		if (configured.isEmpty() && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			for (Logger logger : context.getLoggerList()) {
				Level level = logger.getLevel();
				if (level != null) {
					configured.put(logger.getName(), level);
				}
			}
			// What Logback has without a configuration is DEBUG.
			configured.computeIfPresent(Logger.ROOT_LOGGER_NAME,
					(name, level) -> level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
		}
	}

	@Override
	public void executionStarted(TestIdentifier test) {
		if (isOutermostClass(test) && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			for (Logger logger : context.getLoggerList()) {
				@Nullable Level level = configured.get(logger.getName());
				logger.setLevel(level);
			}
		}
	}

	// Those within another one are a part of it, and what it has started may be running.
	private static boolean isOutermostClass(TestIdentifier test) {
		return test.isContainer() && test.getSource()
			.filter(ClassSource.class::isInstance)
			.map(ClassSource.class::cast)
			.filter((source) -> source.getClassName().indexOf('$') < 0)
			.isPresent();
	}

}
