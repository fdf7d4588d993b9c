package dev.mainstay.autoconfigure.constraint;

import java.time.Clock;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

import dev.mainstay.autoconfigure.pool.DatabasePoolAutoConfiguration;
import dev.mainstay.constraint.ConstraintExplainer;
import dev.mainstay.constraint.DatabaseConstraintExplainer;
import dev.mainstay.constraint.ErrorOrigins;
import dev.mainstay.constraint.UniqueInsert;
import dev.mainstay.constraint.ViolationCounts;
import dev.mainstay.constraint.ViolationDetails;
import dev.mainstay.constraint.ViolationMessages;
import dev.mainstay.constraint.web.DatabaseProblemResolver;
import dev.mainstay.constraint.web.DatabaseProblems;
import dev.mainstay.pool.ManagedPools;

/**
 * Auto-configuration of constraint violations that are explained, counted and answered.
 */
@AutoConfiguration(after = DatabasePoolAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
				"org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration" })
@ConditionalOnClass(PlatformTransactionManager.class)
@ConditionalOnBooleanProperty(name = { "db.enabled", "db.constraints.enabled" }, matchIfMissing = true)
@ConditionalOnBean(ManagedPools.class)
@EnableConfigurationProperties(ConstraintProperties.class)
public final class DatabaseConstraintAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ErrorOrigins mainstayErrorOrigins(ManagedPools pools) {
		return new ErrorOrigins(pools);
	}

	@Bean
	@ConditionalOnMissingBean
	ViolationMessages mainstayViolationMessages(ConstraintProperties properties, ApplicationContext context) {
		return new ViolationMessages(properties, context);
	}

	@Bean
	@ConditionalOnMissingBean
	ViolationDetails mainstayViolationDetails(ManagedPools pools, ViolationMessages messages) {
		return new ViolationDetails(pools, messages, System::nanoTime);
	}

	@Bean
	@ConditionalOnMissingBean(ConstraintExplainer.class)
	DatabaseConstraintExplainer mainstayConstraintExplainer(ManagedPools pools, ErrorOrigins origins,
			ViolationDetails details) {
		return new DatabaseConstraintExplainer(pools, origins, details);
	}

	@Bean
	@ConditionalOnMissingBean
	ViolationCounts mainstayViolationCounts(ManagedPools pools, ViolationDetails details, ObjectProvider<Clock> clock) {
		return new ViolationCounts(pools, details, clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(PlatformTransactionManager.class)
	UniqueInsert mainstayUniqueInsert(PlatformTransactionManager transactionManager, ConstraintExplainer explainer) {
		return new UniqueInsert(transactionManager, explainer);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	@ConditionalOnBooleanProperty(name = "db.constraints.problem-details", matchIfMissing = true)
	static class ProblemDetailsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DatabaseProblems mainstayDatabaseProblems(ConstraintExplainer explainer, ViolationMessages messages,
				ConstraintProperties properties, ObjectProvider<Clock> clock) {
			return new DatabaseProblems(explainer, messages, properties.retryAfter(),
					clock.getIfUnique(Clock::systemUTC));
		}

		@Bean
		@ConditionalOnMissingBean
		DatabaseProblemResolver mainstayDatabaseProblemResolver(DatabaseProblems problems,
				ObjectProvider<RequestMappingHandlerAdapter> adapters) {
			return new DatabaseProblemResolver(problems,
					() -> adapters.stream()
						.findFirst()
						.map(RequestMappingHandlerAdapter::getMessageConverters)
						.orElseGet(List::of));
		}

	}

}
