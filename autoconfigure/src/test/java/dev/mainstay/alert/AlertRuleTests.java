package dev.mainstay.alert;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.mainstay.event.Signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AlertRule}.
 */
class AlertRuleTests {

	@ParameterizedTest
	@CsvSource({ "SLOW_SHARE, ABOVE, 10, 9", "STATEMENT_MEAN, ABOVE, 1000, 900", "CACHE_HIT_RATIO, BELOW, 50, 55",
			"CACHE_HIT_RATIO, BELOW, 95, 100", "TRANSACTIONS_ACTIVE, ABOVE, 50, 45", "CONNECTIONS_WAITING, ABOVE, 3, 2",
			"BREAKER_TRIPS, ABOVE, 0, 0", "CONNECTIONS_IDLE, BELOW, 2, 3",
			"CONNECTION_ERRORS_PER_MINUTE, ABOVE, 5, 4" })
	void takesAlertsBackATenthOffTheThresholdAndOneWhereThingsAreCounted(Signal signal, Comparison comparison,
			double threshold, double clear) {
		AlertRule rule = (comparison == Comparison.ABOVE) ? AlertRule.above("rule", signal, threshold)
				: AlertRule.below("rule", signal, threshold);

		assertThat(rule.clearThreshold()).isEqualTo(clear);
	}

	@Test
	void hasTheRulesThatArePromised() {
		assertThat(AlertRule.defaults())
			.extracting((rule) -> "%s %s %s %s".formatted(rule.name(), rule.signal().id(), rule.thresholdText(),
					rule.severity().id()))
			.containsExactly("connections connection-utilization above 80 % warning",
					"average-query statement-mean above 1000 ms warning", "slow-share slow-share above 10 % warning",
					"cache-hits cache-hit-ratio below 50 % info",
					"active-transactions transactions-active above 50 critical",
					"slow-operation operation-p95 above 200 ms warning",
					"connection-errors connection-errors-per-minute above 10 per minute critical",
					"breaker-trips breaker-trips above 0 critical");
		assertThat(AlertRule.defaults()).allSatisfy((rule) -> assertThat(rule.advice()).endsWith("."));
	}

	@ParameterizedTest
	@CsvSource({ "100", "-1", "NaN", "Infinity" })
	void refusesAThresholdThatAShareCannotBeAbove(double threshold) {
		assertThatExceptionOfType(InvalidAlertRuleException.class)
			.isThrownBy(() -> AlertRule.above("rule", Signal.SLOW_SHARE, threshold))
			.withMessageContaining("Choose a number of percent: 0 or more and less than 100.");
	}

	@ParameterizedTest
	@CsvSource({ "0", "101", "-1", "NaN" })
	void refusesAThresholdThatAShareCannotBeBelow(double threshold) {
		assertThatExceptionOfType(InvalidAlertRuleException.class)
			.isThrownBy(() -> AlertRule.below("rule", Signal.CACHE_HIT_RATIO, threshold))
			.withMessageContaining("Choose a number of percent: more than 0 and at most 100.");
	}

	@Test
	void refusesToTakeBackOnTheWrongSide() {
		assertThatExceptionOfType(InvalidAlertRuleException.class)
			.isThrownBy(() -> AlertRule.above("rule", Signal.SLOW_SHARE, 10).withClear(11))
			.withMessageContaining("wrong side")
			.withMessageContaining("from 0 to 10");
		assertThatExceptionOfType(InvalidAlertRuleException.class)
			.isThrownBy(() -> AlertRule.below("rule", Signal.CACHE_HIT_RATIO, 50).withClear(49))
			.withMessageContaining("50 or more");
	}

	@ParameterizedTest
	@CsvSource({ "Slow", "slow--share", "-slow", "'slow share'", "''",
			"a-name-that-is-much-longer-than-anybody-wants-to-read-it" })
	void refusesANameThatIsHardToType(String name) {
		assertThatExceptionOfType(InvalidAlertRuleException.class)
			.isThrownBy(() -> AlertRule.above(name, Signal.SLOW_SHARE, 10))
			.withMessageContaining("such as slow-reports");
	}

	@Test
	void refusesTimesAndNumbersThatCannotBe() {
		AlertRule rule = AlertRule.above("rule", Signal.SLOW_SHARE, 10);
		assertThatExceptionOfType(InvalidAlertRuleException.class)
			.isThrownBy(() -> rule.withHold(Duration.ofSeconds(-1)));
		assertThatExceptionOfType(InvalidAlertRuleException.class)
			.isThrownBy(() -> rule.withHold(Duration.ofHours(25)));
		assertThatExceptionOfType(InvalidAlertRuleException.class).isThrownBy(() -> rule.withEvidence(-1));
	}

	@Test
	void keepsWhereAlertsAreTakenBackIfThatStillFits() {
		AlertRule rule = AlertRule.above("rule", Signal.SLOW_SHARE, 10).withClear(3);

		assertThat(rule.withThreshold(Comparison.ABOVE, 20).clearThreshold()).isEqualTo(3);
		assertThat(rule.withThreshold(Comparison.ABOVE, 2).clearThreshold()).isEqualTo(1.8);
		assertThat(rule.withThreshold(Comparison.BELOW, 2).clearThreshold()).isEqualTo(2.2);
	}

}
