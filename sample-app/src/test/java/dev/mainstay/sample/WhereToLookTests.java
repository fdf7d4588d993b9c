package dev.mainstay.sample;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WhereToLook}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:where-to-look-tests", "server.servlet.context-path=/planner",
				"management.endpoints.web.base-path=/manage" })
@ExtendWith(OutputCaptureExtension.class)
class WhereToLookTests {

	@LocalServerPort
	private int port;

	@Test
	void namesAddressesOfRunningServer(CapturedOutput output) {
		assertThat(output).contains("POST http://localhost:%d/planner/menus".formatted(this.port))
			.contains("GET  http://localhost:%d/planner/manage/database".formatted(this.port));
	}

}
