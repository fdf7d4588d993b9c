package dev.mainstay.autoconfigure.pool;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.context.aot.AbstractAotProcessor;

import dev.mainstay.datasource.DataSourceAdvisor;

/**
 * Makes the class of advised data sources in the background while the application begins
 * to start: of all that Mainstay does in a start, this takes the longest.
 */
final class AdviceClassPreinitializer implements BackgroundPreinitializer {

	private final Runnable making;

	AdviceClassPreinitializer() {
		this(() -> DataSourceAdvisor.adviceClass(HikariDataSource.class));
	}

	AdviceClassPreinitializer(Runnable making) {
		this.making = making;
	}

	// A class that is there already when the application is processed ahead of time
	// would not be recorded for its native image.
	@Override
	public void preinitialize() {
		if (!Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			this.making.run();
		}
	}

}
