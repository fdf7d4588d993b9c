package dev.mainstay.constraint;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.mainstay.datasource.DatabaseProduct;
import dev.mainstay.datasource.SideConnections;
import dev.mainstay.failure.DriverTrace;

/**
 * Explains violations from the driver's errors and the catalogs of the databases; safe
 * for use by many threads.
 */
public final class DatabaseConstraintExplainer implements ConstraintExplainer {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseConstraintExplainer.class);

	private final SideConnections connections;

	private final ErrorOrigins origins;

	private final ViolationDetails details;

	/**
	 * Create an explainer.
	 * @param connections the data sources there are
	 * @param origins knows which of them an error came from
	 * @param details completes what errors say
	 */
	public DatabaseConstraintExplainer(SideConnections connections, ErrorOrigins origins, ViolationDetails details) {
		this.connections = connections;
		this.origins = origins;
		this.details = details;
	}

	@Override
	public Optional<ConstraintViolation> explain(Throwable error) {
		try {
			ErrorChain chain = ErrorChain.of(error);
			Cause cause = cause(chain);
			return (cause != null) ? Optional.of(explain(chain, cause)) : Optional.empty();
		}
		catch (RuntimeException ex) {
			logger.warn("A database error could not be explained", ex);
			return Optional.empty();
		}
	}

	private ConstraintViolation explain(ErrorChain chain, Cause cause) {
		boolean atCommit = chain.sqlExceptions().stream().anyMatch(DatabaseConstraintExplainer::isAtCommit);
		return this.details.describe(dataSource(chain, cause.product()), cause.finding(),
				atCommit ? null : FailedStatement.of(chain), atCommit);
	}

	// Statements that a framework sends just before it commits are not meant: of the
	// methods
	// behind the error, those up to the driver's outermost count.
	private static boolean isAtCommit(SQLException error) {
		for (StackTraceElement frame : error.getStackTrace()) {
			String type = frame.getClassName();
			if (type.startsWith("dev.mainstay.") || type.startsWith("com.zaxxer.")) {
				return frame.getMethodName().equals("commit");
			}
			if (type.startsWith("org.springframework.") || type.startsWith("org.hibernate.")) {
				return false;
			}
			if (frame.getMethodName().equals("commit")) {
				return true;
			}
		}
		return false;
	}

	@Override
	public Optional<ViolationKind> kindOf(Throwable error) {
		try {
			Cause cause = cause(ErrorChain.of(error));
			return (cause != null) ? Optional.of(cause.finding().kind()) : Optional.empty();
		}
		catch (RuntimeException ex) {
			logger.debug("An error could not be read", ex);
			return Optional.empty();
		}
	}

	private @Nullable Cause cause(ErrorChain chain) {
		DatabaseProduct fallback = null;
		for (SQLException error : chain.sqlExceptions()) {
			DatabaseProduct product = DriverTrace.productOf(List.of(error));
			if (product == DatabaseProduct.OTHER) {
				fallback = (fallback != null) ? fallback : fallback(chain);
				product = fallback;
			}
			Finding finding = ErrorReader.of(product).read(error);
			if (finding != null) {
				return new Cause(product, finding);
			}
		}
		return null;
	}

	// The error of an unknown driver, or one that was made by hand.
	private DatabaseProduct fallback(ErrorChain chain) {
		String origin = this.origins.of(chain);
		List<String> all = this.connections.dataSources();
		String dataSource = (origin == null && all.size() == 1) ? all.get(0) : origin;
		DatabaseProduct product = (dataSource != null) ? this.connections.product(dataSource) : null;
		return (product != null) ? product : DatabaseProduct.OTHER;
	}

	private @Nullable String dataSource(ErrorChain chain, DatabaseProduct product) {
		String origin = this.origins.of(chain);
		if (origin != null) {
			return origin;
		}
		List<String> candidates = this.connections.dataSources()
			.stream()
			.filter((name) -> this.connections.product(name) == product)
			.toList();
		return (candidates.size() == 1) ? candidates.get(0) : null;
	}

	/**
	 * The error that tells.
	 *
	 * @param product by whose driver it was raised
	 * @param finding what it says
	 */
	private record Cause(DatabaseProduct product, Finding finding) {

	}

}
