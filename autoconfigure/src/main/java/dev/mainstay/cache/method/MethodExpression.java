package dev.mainstay.cache.method;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * A SpEL expression about the calls of one method. Thread-safe.
 */
final class MethodExpression {

	static final String RESULT = "result";

	private static final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private static final SpelExpressionParser parser = new SpelExpressionParser();

	private final Method method;

	private final SpelExpression expression;

	private MethodExpression(Method method, SpelExpression expression) {
		this.method = method;
		this.expression = expression;
	}

	/**
	 * Read an expression.
	 * @param method the method that it is about
	 * @param text the expression
	 * @param afterwards whether it is asked when there is a result
	 * @return the expression
	 * @throws IllegalArgumentException if it makes no sense, saying why
	 */
	static MethodExpression parse(Method method, String text, boolean afterwards) {
		SpelExpression expression;
		try {
			expression = parser.parseRaw(text);
		}
		catch (ParseException ex) {
			throw new IllegalArgumentException("It cannot be read: " + ex.getSimpleMessage(), ex);
		}
		Set<String> known = known(method, afterwards);
		check(expression.getAST(), known, parameters(method) != null);
		return new MethodExpression(method, expression);
	}

	private static String @Nullable [] parameters(Method method) {
		@Nullable String[] found = names.getParameterNames(method);
		if (found == null) {
			return null;
		}
		String[] all = new String[found.length];
		for (int i = 0; i < all.length; i++) {
			String name = found[i];
			all[i] = (name != null) ? name : "";
		}
		return all;
	}

	private static Set<String> known(Method method, boolean afterwards) {
		Set<String> known = new HashSet<>(Set.of("root", "this"));
		for (int i = 0; i < method.getParameterCount(); i++) {
			known.add("a" + i);
			known.add("p" + i);
		}
		String[] parameters = parameters(method);
		if (parameters != null) {
			known.addAll(Arrays.asList(parameters));
		}
		if (afterwards) {
			known.add(RESULT);
		}
		return known;
	}

	// What is not known would count as null: all calls would have the same key.
	private static void check(SpelNode node, Set<String> known, boolean named) {
		if (node instanceof VariableReference reference) {
			String name = reference.toStringAST().substring(1);
			if (!known.contains(name)) {
				throw new IllegalArgumentException("There is no parameter '%s'%s".formatted(name, named ? ""
						: ", or its name is not in the class; compile with -parameters or write #p0, #p1 and so on"));
			}
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			check(node.getChild(i), known, named);
		}
	}

	@Nullable Object value(@Nullable Object target, @Nullable Object[] arguments, @Nullable BeanResolver beans) {
		return this.expression.getValue(context(target, arguments, beans));
	}

	boolean holds(@Nullable Object target, @Nullable Object[] arguments, @Nullable BeanResolver beans) {
		return Boolean.TRUE.equals(this.expression.getValue(context(target, arguments, beans), Boolean.class));
	}

	boolean holds(@Nullable Object target, @Nullable Object[] arguments, @Nullable BeanResolver beans,
			@Nullable Object result) {
		MethodBasedEvaluationContext context = context(target, arguments, beans);
		context.setVariable(RESULT, result);
		return Boolean.TRUE.equals(this.expression.getValue(context, Boolean.class));
	}

	private MethodBasedEvaluationContext context(@Nullable Object target, @Nullable Object[] arguments,
			@Nullable BeanResolver beans) {
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(
				new Call(this.method, target, arguments), this.method, arguments, names);
		if (beans != null) {
			context.setBeanResolver(beans);
		}
		return context;
	}

	/**
	 * What an expression knows as its root.
	 *
	 * @param method the method that is called
	 * @param target whose method it is
	 * @param args the arguments
	 */
	record Call(Method method, @Nullable Object target, @Nullable Object[] args) {

	}

}
