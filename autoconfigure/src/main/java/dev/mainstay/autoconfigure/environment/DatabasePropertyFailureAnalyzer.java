package dev.mainstay.autoconfigure.environment;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;

/**
 * Explains a start that failed because of a value under {@code db.*} or in one of the
 * environment variables that stand for such a value.
 */
final class DatabasePropertyFailureAnalyzer implements FailureAnalyzer, Ordered {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("db");

	private final @Nullable Environment environment;

	/**
	 * Create an analyzer.
	 * @param environment environment of the failed context, {@code null} if the start
	 * failed before there was a context
	 */
	DatabasePropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		InvalidPropertyException invalid = outermost(failure, InvalidPropertyException.class);
		if (invalid != null) {
			return analyze(invalid);
		}
		BindException bind = outermost(failure, BindException.class);
		return (bind != null && isOurs(bind)) ? analyze(bind) : null;
	}

	private FailureAnalysis analyze(InvalidPropertyException ex) {
		ConfigurationProperty bound = find(ex.getProperty());
		PropertyProblem problem = (bound != null) ? PropertyProblem.of(bound, ex.getReason())
				: new PropertyProblem(ex.getProperty(), ex.getValue(), ex.getOrigin(), ex.getReason());
		return problem.toAnalysis(ex.getAction(), ex);
	}

	private @Nullable ConfigurationProperty find(String property) {
		if (this.environment == null || !ConfigurationPropertyName.isValid(property)) {
			return null;
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty bound = source.getConfigurationProperty(name);
			if (bound != null) {
				return bound;
			}
		}
		return null;
	}

	private static boolean isOurs(BindException ex) {
		return (ROOT.equals(ex.getName()) || ROOT.isAncestorOf(ex.getName()))
				&& !(ex.getCause() instanceof BindValidationException)
				&& !(ex.getCause() instanceof UnboundConfigurationPropertiesException);
	}

	private static FailureAnalysis analyze(BindException ex) {
		ConversionFailedException conversion = innermost(ex, ConversionFailedException.class);
		if (conversion == null) {
			String reason = "is refused: " + NestedExceptionUtils.getMostSpecificCause(ex).getMessage();
			PropertyProblem problem = problem(ex, reason);
			return problem.toAnalysis("Correct %s, or remove it to get the default.".formatted(problem.typedName()),
					ex);
		}
		ExpectedValue expected = ExpectedValue.of(conversion.getTargetType().getType());
		PropertyProblem problem = problem(ex, "is not " + expected.noun());
		return problem.toAnalysis("Type %s, for example %s=%s, or remove it to get the default."
			.formatted(expected.noun(), problem.typedName(), expected.example()), ex);
	}

	private static PropertyProblem problem(BindException ex, String reason) {
		ConfigurationProperty bound = ex.getProperty();
		return (bound != null && bound.getName().equals(ex.getName())) ? PropertyProblem.of(bound, reason)
				: new PropertyProblem(ex.getName().toString(), null, null, reason);
	}

	private static <E extends Throwable> @Nullable E outermost(Throwable failure, Class<E> type) {
		for (Throwable current = failure; current != null; current = current.getCause()) {
			if (type.isInstance(current)) {
				return type.cast(current);
			}
		}
		return null;
	}

	private static <E extends Throwable> @Nullable E innermost(Throwable failure, Class<E> type) {
		E found = outermost(failure, type);
		Throwable cause = (found != null) ? found.getCause() : null;
		E deeper = (cause != null) ? innermost(cause, type) : null;
		return (deeper != null) ? deeper : found;
	}

}
