package dev.mainstay.autoconfigure.alert;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.mainstay.alert.AlertRule;
import dev.mainstay.alert.Comparison;
import dev.mainstay.alert.InvalidAlertRuleException;
import dev.mainstay.autoconfigure.environment.Checks;
import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.event.Signal;

/**
 * The built-in rules, replaced and added to by beans, changed and added to by properties.
 */
final class ConfiguredRules {

	private static final String PREFIX = "db.alerts.rules.";

	private ConfiguredRules() {
	}

	static Collection<AlertRule> of(List<AlertRule> beans, Map<String, AlertProperties.Rule> properties) {
		Map<String, AlertRule> rules = new LinkedHashMap<>();
		AlertRule.defaults().forEach((rule) -> rules.put(rule.name(), rule));
		Map<String, AlertRule> own = new LinkedHashMap<>();
		for (AlertRule bean : beans) {
			if (own.putIfAbsent(bean.name(), bean) != null) {
				throw new InvalidAlertRuleException(bean.name(), "name", bean.name(), "is that of two beans",
						"Give each rule a name of its own.");
			}
		}
		rules.putAll(own);
		new TreeMap<>(properties).forEach((key, property) -> {
			String name = name(key, rules.keySet());
			AlertRule rule = configured(key, name, rules.get(name), property);
			if (property.enabled()) {
				rules.put(name, rule);
			}
			else {
				rules.remove(name);
			}
		});
		return rules.values();
	}

	// An environment variable knows the name without its hyphens.
	private static String name(String key, Collection<String> known) {
		return known.stream()
			.filter((name) -> name.replace("-", "").equals(key.replace("-", "")))
			.findFirst()
			.orElse(key);
	}

	private static AlertRule configured(String key, String name, @Nullable AlertRule base,
			AlertProperties.Rule property) {
		Checks checks = new Checks(PREFIX + key);
		if (property.above() != null && property.below() != null) {
			checks.fail("below", property.below(), "stands beside 'above'",
					"A rule has one threshold: remove 'above' or 'below'.");
		}
		try {
			AlertRule rule = (base != null) ? changed(checks, base, property) : added(checks, name, property);
			return refined(rule, property);
		}
		catch (InvalidAlertRuleException ex) {
			String attribute = ex.getAttribute();
			String last = switch (attribute) {
				case "name" -> "";
				case "threshold" -> (property.below() != null) ? ".below" : ".above";
				default -> "." + attribute;
			};
			throw new InvalidPropertyException(PREFIX + key + last, ex.getValue(), ex.getReason(), ex.getAction());
		}
	}

	private static AlertRule changed(Checks checks, AlertRule base, AlertProperties.Rule property) {
		if (property.signal() != null && property.signal() != base.signal()) {
			checks.fail("signal", property.signal().id(), "is not what the rule of that name looks at",
					"Remove it, or choose a name of your own for a rule that looks at %s."
						.formatted(property.signal().id()));
		}
		return withThreshold(base, property);
	}

	private static AlertRule added(Checks checks, String name, AlertProperties.Rule property) {
		if (property.signal() == null) {
			checks.fail("signal", "", "is missing, and there is no rule of that name to change",
					"Type one of %s; or the name of a built-in rule: %s.".formatted(
							Stream.of(Signal.values()).map(Signal::id).collect(Collectors.joining(", ")),
							AlertRule.defaults().stream().map(AlertRule::name).collect(Collectors.joining(", "))));
		}
		if (property.above() == null && property.below() == null) {
			checks.fail("above", "", "is missing", "Type the highest value that is good, or the lowest as 'below'.");
		}
		Signal signal = Objects.requireNonNull(property.signal());
		return (property.above() != null) ? AlertRule.above(name, signal, property.above())
				: AlertRule.below(name, signal, Objects.requireNonNull(property.below()));
	}

	private static AlertRule withThreshold(AlertRule rule, AlertProperties.Rule property) {
		if (property.above() != null) {
			return rule.withThreshold(Comparison.ABOVE, property.above());
		}
		return (property.below() != null) ? rule.withThreshold(Comparison.BELOW, property.below()) : rule;
	}

	private static AlertRule refined(AlertRule base, AlertProperties.Rule property) {
		AlertRule rule = base;
		rule = (property.clear() != null) ? rule.withClear(property.clear()) : rule;
		rule = (property.severity() != null) ? rule.withSeverity(property.severity()) : rule;
		rule = (property.hold() != null) ? rule.withHold(property.hold()) : rule;
		rule = (property.evidence() != null) ? rule.withEvidence(property.evidence()) : rule;
		return (property.message() != null) ? rule.withText(property.message(), rule.advice()) : rule;
	}

}
