package dev.mainstay.testsupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.slf4j.LoggerFactory;

/**
 * Lets each class of tests begin with the levels with which an application begins, as
 * levels that an application of an earlier class has set stay for as long as the virtual
 * machine.
 */
public final class StartingLogLevels implements TestExecutionListener {

	@Override
	public void executionStarted(TestIdentifier test) {
		boolean isClass = test.isContainer() && test.getSource().filter(ClassSource.class::isInstance).isPresent();
		if (isClass && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			context.getLoggerList().forEach((logger) -> logger.setLevel(isRoot(logger) ? Level.INFO : null));
		}
	}

	private static boolean isRoot(Logger logger) {
		return Logger.ROOT_LOGGER_NAME.equals(logger.getName());
	}

}
