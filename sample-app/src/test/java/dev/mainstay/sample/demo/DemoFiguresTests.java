package dev.mainstay.sample.demo;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the traffic of the meal planner makes visible.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:demo-figures-tests", "demo.traffic=true" })
@AutoConfigureMockMvc
@DirtiesContext
class DemoFiguresTests {

	@Autowired
	private MockMvcTester api;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			transactions | $.dataSources[0].commits      | 20
			transactions | $.dataSources[0].rollbacks    | 2
			transactions | $.recovery.recovered.deadlock | 0
			deadlocks    | $.dataSources[0].deadlocks    | 0
			constraints  | $.totals.unique               | 0
			findings     | $.findings.length()           | 0
			slow-queries | $.slowQueries.length()        | 0
			cache        | $.uses.hits                   | 5""")
	void moves(String topic, String figure, long lowest) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(45))
			.untilAsserted(() -> assertThat(this.api.get().uri("/actuator/database/" + topic)).bodyJson()
				.extractingPath(figure)
				.asNumber()
				.satisfies((number) -> assertThat(number.longValue()).isGreaterThan(lowest)));
	}

}
