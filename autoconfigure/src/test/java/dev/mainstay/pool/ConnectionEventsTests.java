package dev.mainstay.pool;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionEvents}.
 */
class ConnectionEventsTests {

	@ParameterizedTest
	@EnumSource
	void countsEachEventByItself(ConnectionEvent event) {
		ConnectionEvents events = new ConnectionEvents();

		events.record(event);
		events.record(event);

		for (ConnectionEvent each : ConnectionEvent.values()) {
			assertThat(events.count(each)).isEqualTo((each == event) ? 2 : 0);
		}
	}

}
