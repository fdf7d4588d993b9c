package dev.mainstay.autoconfigure.alert;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;

import dev.mainstay.alert.AlertChange;
import dev.mainstay.alert.AlertNotification;
import dev.mainstay.alert.Severity;
import dev.mainstay.alert.TestAlerts;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebhookFormat}.
 */
class WebhookFormatTests {

	private static final AlertNotification TWO = TestAlerts.notification(
			TestAlerts.change(AlertChange.Kind.CLEARED, Severity.CRITICAL, "over"),
			TestAlerts.change(AlertChange.Kind.RAISED, Severity.WARNING, "new"));

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	@Test
	void writesWhatSlackTakes() {
		JsonContent<Object> message = this.json.from(WebhookFormat.SLACK.write(TestAlerts.raised("one")));

		assertThat(message).extractingJsonPathStringValue("@.text")
			.isEqualTo("WARNING slow-operation on 'shop': The statements of an operation are slow "
					+ "(&lt;report&gt; &amp; \"more\"): 412.3 ms, limit is 200 ms. Look at its slow statements.");
		assertThat(message).extractingJsonPathStringValue("@.attachments[0].color").isEqualTo("warning");
		assertThat(message).extractingJsonPathStringValue("@.attachments[0].title").isEqualTo("WARNING slow-operation");
		assertThat(message).extractingJsonPathNumberValue("@.attachments[0].ts").isEqualTo(1767254400);
	}

	@Test
	void writesOneMessageForAllThatHasChanged() {
		JsonContent<Object> message = this.json.from(WebhookFormat.SLACK.write(TWO));

		assertThat(message).extractingJsonPathStringValue("@.text")
			.isEqualTo("2 database alerts: raised slow-operation, cleared slow-operation");
		assertThat(message).extractingJsonPathArrayValue("@.attachments[*].color").containsExactly("warning", "good");
	}

	@Test
	void writesPlainData() {
		JsonContent<Object> data = this.json.from(WebhookFormat.JSON.write(TWO));

		assertThat(data).extractingJsonPathStringValue("@.severity").isEqualTo("warning");
		assertThat(data).extractingJsonPathArrayValue("@.changes[*].change").containsExactly("raised", "cleared");
		assertThat(data).extractingJsonPathStringValue("@.changes[0].id").isEqualTo("new");
		assertThat(data).extractingJsonPathStringValue("@.changes[0].operation").isEqualTo("<report> & \"more\"");
		assertThat(data).extractingJsonPathNumberValue("@.changes[0].value").isEqualTo(412.34);
		assertThat(data).doesNotHaveJsonPath("@.changes[0].ended");
		assertThat(data).extractingJsonPathStringValue("@.changes[1].ended").isEqualTo("2026-01-01T08:05:00Z");
	}

}
