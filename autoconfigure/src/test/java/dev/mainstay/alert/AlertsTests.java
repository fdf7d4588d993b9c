package dev.mainstay.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.mainstay.alert.AlertChange.Kind;
import dev.mainstay.event.Counter;
import dev.mainstay.event.Gauge;
import dev.mainstay.event.Signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Alerts} and {@link AlertMonitor}: what is told, and when.
 */
class AlertsTests {

	private static final Duration STEP = Duration.ofSeconds(10);

	private static final AlertRule TRANSACTIONS = AlertRule.above("transactions", Signal.TRANSACTIONS_ACTIVE, 50);

	private final MutableClock clock = new MutableClock();

	private final FakeInstruments shop = new FakeInstruments("shop");

	private final FakeInstruments archive = new FakeInstruments("archive");

	private final List<AlertNotification> told = new ArrayList<>();

	private Alerts alerts = new Alerts(List.of(), new Settings(), this.clock);

	private AlertMonitor monitor = new AlertMonitor(List.of(), this.alerts, this.told::add, this.clock);

	@Test
	void raisesOnceAndTakesItBackWhenValuesHaveSettled() {
		watch(TRANSACTIONS);
		transactions(51);
		assertThat(kinds()).containsExactly(Kind.RAISED);
		Alert alert = this.alerts.active().get(0);
		assertThat(alert.message()).isEqualTo("The signal transactions-active is not as it should be: 51, limit is 50");

		transactions(80, 60);
		assertThat(kinds()).isEmpty();
		assertThat(this.alerts.active().get(0).worst()).isEqualTo(80);

		transactions(45, 45, 45);
		assertThat(kinds()).isEmpty();
		transactions(45);
		assertThat(kinds()).containsExactly(Kind.CLEARED);
		assertThat(this.alerts.active()).isEmpty();
		assertThat(this.alerts.history()).singleElement().satisfies((over) -> {
			assertThat(over.id()).isEqualTo(alert.id());
			assertThat(over.state()).isEqualTo(AlertState.CLEARED);
			assertThat(over.ended()).isEqualTo(this.clock.instant());
		});
	}

	@Test
	void keepsAnAlertWhileValuesAreNotClearlyGood() {
		watch(TRANSACTIONS);
		transactions(51);
		kinds();

		transactions(46, 50, 48, 46, 50, 45, 45, 46, 45, 45, 45);

		assertThat(kinds()).isEmpty();
		assertThat(this.alerts.active()).hasSize(1);
	}

	@Test
	void raisesOnlyWhatStaysBad() {
		watch(TRANSACTIONS.withHold(Duration.ofSeconds(30)));

		transactions(60, 60, 60, 50, 60, 60, 60);
		assertThat(kinds()).isEmpty();

		transactions(60);
		assertThat(kinds()).containsExactly(Kind.RAISED);
	}

	@Test
	void takesAnAlertThatComesBackSoonForTheSame() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10, 10, 10);
		assertThat(kinds()).containsExactly(Kind.RAISED, Kind.CLEARED);
		String id = this.alerts.history().get(0).id();

		transactions(60, 60);

		assertThat(kinds()).as("within the cool-down").isEmpty();
		assertThat(this.alerts.history()).isEmpty();
		assertThat(this.alerts.active()).singleElement().satisfies((alert) -> {
			assertThat(alert.id()).isEqualTo(id);
			assertThat(alert.raises()).isEqualTo(2);
		});
	}

	@Test
	void tellsAfterTheCoolDownThatAnAlertIsBack() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10, 10, 10, 60);
		kinds();

		constant(60, Duration.ofSeconds(280));
		assertThat(kinds()).isEmpty();

		transactions(60);
		assertThat(kinds()).containsExactly(Kind.RAISED);
	}

	@Test
	void doesNotTellOfTheEndOfWhatWasNotTold() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10, 10, 10, 60);
		kinds();

		transactions(10, 10, 10, 10);

		assertThat(kinds()).isEmpty();
		assertThat(this.alerts.history()).hasSize(1);
	}

	@Test
	void isANewAlertAfterTheCoolDown() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10, 10, 10);
		kinds();
		String id = this.alerts.history().get(0).id();

		constant(10, Duration.ofMinutes(5));
		transactions(60);

		assertThat(kinds()).containsExactly(Kind.RAISED);
		assertThat(this.alerts.active().get(0).id()).isNotEqualTo(id);
		assertThat(this.alerts.history()).hasSize(1);
	}

	@Test
	void escalatesWhatIsRaisedAgainAndAgain() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10, 10, 10, 60, 10, 10, 10, 10);
		assertThat(kinds()).containsExactly(Kind.RAISED, Kind.CLEARED);

		transactions(60);

		assertThat(changes()).singleElement().satisfies((change) -> {
			assertThat(change.kind()).as("at once, whatever the cool-down says").isEqualTo(Kind.ESCALATED);
			assertThat(change.alert().severity()).isEqualTo(Severity.CRITICAL);
			assertThat(AlertNotification.text(change)).startsWith("CRITICAL transactions on 'shop' (escalated");
		});
		transactions(10, 10, 10, 10, 60, 10, 10, 10, 10, 60);
		assertThat(kinds()).as("worse already").containsExactly(Kind.CLEARED);
	}

	@Test
	void isAsBadAsTheRuleSaysAgainAfterAQuietHour() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10, 10, 10, 60, 10, 10, 10, 10, 60, 10, 10, 10, 10);
		kinds();

		constant(10, Duration.ofHours(1));
		transactions(60);

		assertThat(changes()).singleElement()
			.satisfies((change) -> assertThat(change.alert().severity()).isEqualTo(Severity.WARNING));
	}

	@Test
	void tellsOfAllThatChangesAtOneTimeTogetherTheWorstFirst() {
		watch(TRANSACTIONS, AlertRule.above("waiting", Signal.CONNECTIONS_WAITING, 5).withSeverity(Severity.CRITICAL));
		this.shop.show(Gauge.CONNECTIONS_WAITING, 6);
		this.archive.show(Gauge.TRANSACTIONS_ACTIVE, 70);

		transactions(60);

		assertThat(this.told).singleElement().satisfies((notification) -> {
			assertThat(notification.severity()).isEqualTo(Severity.CRITICAL);
			assertThat(notification.changes()).extracting((change) -> change.alert().rule().name())
				.containsExactly("waiting", "transactions", "transactions");
		});
		assertThat(this.alerts.active(Severity.CRITICAL)).hasSize(1);
		assertThat(this.alerts.active(Severity.WARNING)).hasSize(2);
	}

	@Test
	void isSilentAboutWhatIsAcknowledgedUntilItIsOver() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10, 10, 10, 60);
		kinds();

		Alert alert = this.alerts.acknowledge(this.alerts.active().get(0).id(), "ann", "known\nsince Monday");

		assertThat(alert.acknowledgement())
			.isEqualTo(new Acknowledgement("ann", this.clock.instant(), "known since Monday"));
		constant(60, Duration.ofMinutes(20));
		assertThat(kinds()).isEmpty();
		assertThat(this.alerts.active().get(0).acknowledgement()).isNotNull();
		constant(10, Duration.ofHours(1));
		transactions(60);
		assertThat(kinds()).containsExactly(Kind.RAISED);
		assertThat(this.alerts.active().get(0).acknowledgement()).isNull();
	}

	@Test
	void tellsOfAnAcknowledgedAlertWhenItBecomesWorse() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10, 10, 10, 60);
		this.alerts.acknowledge(this.alerts.active().get(0).id(), null, null);
		kinds();

		transactions(10, 10, 10, 10, 60);

		assertThat(kinds()).containsExactly(Kind.ESCALATED);
	}

	@Test
	void refusesToAcknowledgeWhatIsNotActive() {
		watch(TRANSACTIONS);
		transactions(60);
		String id = this.alerts.active().get(0).id();

		assertThatExceptionOfType(UnknownAlertException.class)
			.isThrownBy(() -> this.alerts.acknowledge("nothing", null, null))
			.withMessage("There is no active alert 'nothing'; there is " + id + ".");
	}

	@Test
	void endsAlertsOfWhatIsNotMeasuredAnyMore() {
		watch(TRANSACTIONS);
		transactions(60);
		kinds();
		this.shop.silent(true);

		constant(60, Duration.ofSeconds(300));
		assertThat(kinds()).isEmpty();
		assertThat(this.alerts.active()).hasSize(1);

		transactions(60);
		assertThat(kinds()).containsExactly(Kind.EXPIRED);
		assertThat(this.alerts.active()).isEmpty();
		assertThat(this.alerts.history().get(0).state()).isEqualTo(AlertState.EXPIRED);
	}

	@Test
	void endsAlertsOfOperationsThatNobodyCallsAnyMore() {
		watch(AlertRule.above("slow-operation", Signal.OPERATION_P95, 200));
		look();
		this.shop.execute("report", Duration.ofMillis(300), 30);
		look();
		assertThat(changes()).singleElement()
			.satisfies((change) -> assertThat(change.alert().operation()).isEqualTo("report"));

		constant(0, Duration.ofMinutes(7));

		assertThat(kinds()).containsExactly(Kind.EXPIRED);
	}

	@Test
	void hasOneAlertForEachOperationButNotForEveryOne() {
		watch(AlertRule.above("slow-operation", Signal.OPERATION_P95, 200));
		look();
		for (int i = 1; i <= 40; i++) {
			this.shop.execute("operation-" + i, Duration.ofMillis(210 + 30L * i), 30);
		}

		look();

		assertThat(this.alerts.active()).hasSize(10)
			.extracting(Alert::operation)
			.contains("operation-40", "operation-31")
			.doesNotContain("operation-1");
	}

	@Test
	void judgesNothingFromTooFewStatements() {
		watch(AlertRule.above("slow-share", Signal.SLOW_SHARE, 10),
				AlertRule.above("mean", Signal.STATEMENT_MEAN, 1000),
				AlertRule.above("slow-operation", Signal.OPERATION_P95, 200),
				AlertRule.below("cache", Signal.CACHE_HIT_RATIO, 50));
		look();
		this.shop.execute("nightly", Duration.ofSeconds(5), 19);
		this.shop.count(Counter.CACHE_HITS, 0);
		this.shop.count(Counter.CACHE_MISSES, 19);

		constant(0, Duration.ofMinutes(5));
		assertThat(kinds()).isEmpty();

		this.shop.execute("nightly", Duration.ofSeconds(5), 20);
		this.shop.count(Counter.CACHE_MISSES, 20);
		look();
		assertThat(kinds()).hasSize(4);
	}

	@Test
	void keepsAnAlertWhileThereIsTooLittleToTell() {
		watch(AlertRule.above("slow-share", Signal.SLOW_SHARE, 10));
		look();
		this.shop.execute("search", Duration.ofSeconds(2), 100);
		look();
		kinds();

		this.shop.execute("search", Duration.ofMillis(1), 5);
		constant(0, Duration.ofMinutes(3));
		assertThat(this.alerts.active()).hasSize(1);

		for (int i = 0; i < 12; i++) {
			this.shop.execute("search", Duration.ofMillis(1), 100);
			look();
		}
		assertThat(kinds()).containsExactly(Kind.CLEARED);
	}

	@Test
	void judgesNothingThatIsNoNumber() {
		watch(TRANSACTIONS);

		transactions(Double.NaN, Double.POSITIVE_INFINITY);

		assertThat(kinds()).isEmpty();
	}

	@Test
	void judgesByTheThresholdThatWasChanged() {
		watch(TRANSACTIONS);
		transactions(60, 60);
		kinds();

		AlertRule changed = this.alerts.changeThreshold("transactions", 100);

		assertThat(changed.clearThreshold()).isEqualTo(90);
		assertThat(this.alerts.rules()).containsExactly(changed);
		transactions(60, 60, 60, 60);
		assertThat(kinds()).containsExactly(Kind.CLEARED);
	}

	@Test
	void refusesAThresholdThatMakesNoSense() {
		watch(TRANSACTIONS, AlertRule.above("slow-share", Signal.SLOW_SHARE, 10));

		assertThatExceptionOfType(UnknownAlertException.class)
			.isThrownBy(() -> this.alerts.changeThreshold("nothing", 1))
			.withMessage("There is no rule 'nothing'; there is transactions, slow-share.");
		assertThatExceptionOfType(InvalidAlertRuleException.class)
			.isThrownBy(() -> this.alerts.changeThreshold("slow-share", 100));
		assertThatExceptionOfType(InvalidAlertRuleException.class)
			.isThrownBy(() -> this.alerts.changeThreshold("transactions", Double.NaN));
	}

	@Test
	void keepsTheNewestTwoHundredAlerts() {
		watch(AlertRule.above("deadlocks", Signal.DEADLOCKS, 0));
		look();
		for (int i = 0; i < 210; i++) {
			this.shop.count(Counter.DEADLOCKS, 1);
			constant(0, Duration.ofMinutes(8));
		}

		assertThat(this.alerts.history()).hasSize(200).isSortedAccordingTo((a, b) -> b.since().compareTo(a.since()));
	}

	@Test
	void forgetsWhatItMeasuredWhenItRests() {
		watch(TRANSACTIONS, AlertRule.above("deadlocks", Signal.DEADLOCKS, 0));
		this.shop.count(Counter.DEADLOCKS, 0);
		transactions(60);
		kinds();

		this.monitor.rest();

		assertThat(kinds()).containsExactly(Kind.EXPIRED);
		this.shop.show(Gauge.TRANSACTIONS_ACTIVE, 10);
		this.shop.count(Counter.DEADLOCKS, 5);
		this.clock.advance(Duration.ofHours(1));
		look();
		look();
		assertThat(kinds()).as("deadlocks of the hour without a look are not news").isEmpty();
	}

	@Test
	void takesAnAlertBackThoughTheClockWasSetBack() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10);
		kinds();

		this.clock.advance(Duration.ofHours(-1));
		constant(10, Duration.ofMinutes(3));

		assertThat(kinds()).containsExactly(Kind.CLEARED);
	}

	@Test
	void tellsOfAnAlertThoughTheClockWasSetBackSinceTheLastOne() {
		watch(TRANSACTIONS);
		transactions(60, 10, 10, 10, 10);
		assertThat(kinds()).containsExactly(Kind.RAISED, Kind.CLEARED);

		this.clock.advance(Duration.ofHours(-1));
		constant(10, Duration.ofMinutes(10));
		transactions(60);

		assertThat(kinds()).containsExactly(Kind.RAISED);
	}

	@Test
	void isNotFooledByTheFirstSeconds() {
		watch(AlertRule.above("connection-errors", Signal.CONNECTION_ERRORS_PER_MINUTE, 10));
		this.shop.count(Counter.CONNECTION_ERRORS, 0);
		look();

		this.shop.count(Counter.CONNECTION_ERRORS, 10);
		look();
		assertThat(kinds()).as("10 in 10 seconds, but not more than 10 in a minute").isEmpty();

		this.shop.count(Counter.CONNECTION_ERRORS, 1);
		look();
		assertThat(kinds()).containsExactly(Kind.RAISED);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void raisesOnceOnADayOfNoiseAroundTheThreshold(long seed) {
		AlertRule rule = defaultRule("connections");
		AlertSettings settings = new Settings(Duration.ofMinutes(2));

		assertThat(raisesOfOneDay(seed, 80, 5, rule, settings)).as("within the hysteresis").isEqualTo(1);
		assertThat(raisesOfOneDay(seed, 80, 16, rule, settings)).as("twice the hysteresis").isEqualTo(1);

		AlertRule nervous = AlertRule.above("connections", Signal.CONNECTION_UTILIZATION, 80).withClear(80);
		assertThat(raisesOfOneDay(seed, 80, 16, nervous, new Settings(Duration.ZERO))).as("without all that")
			.isGreaterThan(2000);
	}

	// Seven such values in a row are a raise, but they come once in years.
	@Test
	void raisesHardlyEverWhenEachTenthValueIsBad() {
		AlertSettings settings = new Settings(Duration.ofMinutes(2));
		int raises = 0;
		for (int seed = 1; seed <= 5; seed++) {
			raises += raisesOfOneDay(seed, 70, 12.5, defaultRule("connections"), settings);
		}
		assertThat(raises).as("in five days").isLessThanOrEqualTo(1);
	}

	private static AlertRule defaultRule(String name) {
		return AlertRule.defaults().stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
	}

	// Uniform noise of the given width to either side, a value every ten seconds.
	private int raisesOfOneDay(long seed, double level, double noise, AlertRule rule, AlertSettings settings) {
		Random random = new Random(seed);
		watch(settings, rule);
		this.shop.show(Gauge.CONNECTIONS_LIMIT, 1000);
		int raises = 0;
		boolean active = false;
		for (int i = 0; i < 24 * 360; i++) {
			double value = level + noise * (2 * random.nextDouble() - 1);
			this.shop.show(Gauge.CONNECTIONS_ACTIVE, value * 10);
			look();
			boolean now = !this.alerts.active().isEmpty();
			raises += (now && !active) ? 1 : 0;
			active = now;
		}
		return raises;
	}

	private void watch(AlertRule... rules) {
		watch(new Settings(), rules);
	}

	private void watch(AlertSettings settings, AlertRule... rules) {
		this.alerts = new Alerts(List.of(rules), settings, this.clock);
		this.monitor = new AlertMonitor(List.of(this.shop, this.archive), this.alerts, this.told::add, this.clock);
	}

	private void transactions(double... values) {
		if (this.alerts.active().isEmpty() && this.alerts.history().isEmpty()) {
			look();
		}
		for (double value : values) {
			this.shop.show(Gauge.TRANSACTIONS_ACTIVE, value);
			look();
		}
	}

	private void constant(double value, Duration time) {
		for (long i = 0; i < time.dividedBy(STEP); i++) {
			this.shop.show(Gauge.TRANSACTIONS_ACTIVE, value);
			look();
		}
	}

	private void look() {
		this.clock.advance(STEP);
		this.monitor.look();
	}

	private List<Kind> kinds() {
		return changes().stream().map(AlertChange::kind).toList();
	}

	// What was told since the last call.
	private List<AlertChange> changes() {
		List<AlertChange> changes = this.told.stream()
			.flatMap((notification) -> notification.changes().stream())
			.toList();
		this.told.clear();
		return changes;
	}

	/**
	 * Settings with a short time to settle.
	 *
	 * @param settle the time to settle
	 */
	record Settings(Duration settle) implements AlertSettings {

		Settings() {
			this(Duration.ofSeconds(30));
		}

		@Override
		public Duration cooldown() {
			return Duration.ofMinutes(5);
		}

		@Override
		public int escalationAfter() {
			return 3;
		}

		@Override
		public Duration escalationWithin() {
			return Duration.ofHours(1);
		}

	}

}
