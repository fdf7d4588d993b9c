package dev.mainstay.alert;

/**
 * A rule that cannot be: it would hold always, never, or for two things at once.
 */
public class InvalidAlertRuleException extends IllegalArgumentException {

	private final String rule;

	private final String attribute;

	private final transient Object value;

	private final String reason;

	private final String action;

	/**
	 * Create an exception.
	 * @param rule the name of the rule
	 * @param attribute which part of the rule is wrong, such as {@code clear}
	 * @param value its value
	 * @param reason what is wrong, going on after "the value"
	 * @param action what is allowed instead, in whole sentences
	 */
	public InvalidAlertRuleException(String rule, String attribute, Object value, String reason, String action) {
		super("Alert rule '%s': %s %s %s. %s".formatted(rule, attribute, value, reason, action));
		this.rule = rule;
		this.attribute = attribute;
		this.value = value;
		this.reason = reason;
		this.action = action;
	}

	public String getRule() {
		return this.rule;
	}

	public String getAttribute() {
		return this.attribute;
	}

	public Object getValue() {
		return this.value;
	}

	public String getReason() {
		return this.reason;
	}

	public String getAction() {
		return this.action;
	}

}
