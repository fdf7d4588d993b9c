package dev.mainstay.autoconfigure.pool;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import dev.mainstay.pool.ManagedPool;
import dev.mainstay.pool.ManagedPools;
import dev.mainstay.pool.ServerLimitsCheck;
import dev.mainstay.pool.ServerVersion;

/**
 * Says once, when the application is ready, what was done to its data sources, and
 * compares each of them with the limits of its server as soon as there was a connection.
 */
final class StartupReport implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger("dev.mainstay");

	private final ConfigurableListableBeanFactory beanFactory;

	private final ManagedPools pools;

	private final ServerLimitsCheck limits;

	private final ExecutorService executor;

	private final ServerFindings findings;

	StartupReport(ConfigurableListableBeanFactory beanFactory, ManagedPools pools, ServerLimitsCheck limits,
			ServerFindings findings) {
		this.beanFactory = beanFactory;
		this.pools = pools;
		this.limits = limits;
		this.findings = findings;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("db-checks-");
		threads.setDaemon(true);
		ThreadPoolExecutor single = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(64),
				threads);
		single.allowCoreThreadTimeOut(true);
		this.executor = single;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		if (event.getApplicationContext().getBeanFactory() != this.beanFactory) {
			return;
		}
		List<ManagedPool> all = this.pools.all();
		if (!all.isEmpty()) {
			logger.info("{}", new StartupBlock(all, unmanaged()));
		}
		else if (!unmanaged().isEmpty()) {
			logger.info("Mainstay looks after HikariCP pools only, and {} is none: nothing was changed",
					String.join(", ", unmanaged()));
		}
		for (ManagedPool pool : all) {
			boolean said = pool.version() != null;
			pool.whenConnected((version) -> check(pool, said ? null : version));
		}
	}

	private Set<String> unmanaged() {
		Set<String> names = new LinkedHashSet<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, DataSource.class, true,
				false)) {
			if (this.pools.find(name) == null && this.pools.find(name.replace("scopedTarget.", "")) == null) {
				names.add(name);
			}
		}
		return names;
	}

	private void check(ManagedPool pool, @Nullable ServerVersion version) {
		if (version != null) {
			logger.info("Data source '{}' is connected to {}", pool.name(), version);
		}
		try {
			this.executor.execute(() -> {
				for (String finding : this.limits.check(pool)) {
					if (this.findings.add(finding)) {
						logger.warn("{}", finding);
					}
				}
			});
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The application is closing: the server's limits are not checked", ex);
		}
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
