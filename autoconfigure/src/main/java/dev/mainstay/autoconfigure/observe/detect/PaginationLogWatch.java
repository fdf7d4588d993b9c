package dev.mainstay.autoconfigure.observe.detect;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;

import dev.mainstay.observe.detect.InMemoryPagination;

/**
 * Hears Hibernate say that it cuts a page in memory, by an appender on that one logger of
 * Hibernate's. The message goes wherever it went before.
 */
final class PaginationLogWatch extends AppenderBase<ILoggingEvent>
		implements SmartInitializingSingleton, DisposableBean {

	private static final String LOGGER = "org.hibernate.orm.query";

	private static final String MESSAGE = "HHH90003004";

	private final InMemoryPagination pagination;

	PaginationLogWatch(InMemoryPagination pagination) {
		this.pagination = pagination;
		setName("mainstay-in-memory-pagination");
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			setContext(context);
			start();
			context.getLogger(LOGGER).addAppender(this);
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (event.getLevel() == Level.WARN && event.getMessage() != null && event.getMessage().contains(MESSAGE)) {
			this.pagination.seen();
		}
	}

	@Override
	public void destroy() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			Logger logger = context.getLogger(LOGGER);
			logger.detachAppender(this);
		}
		stop();
	}

}
