package dev.mainstay.admission.holder;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpCall}.
 */
class HttpCallTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/orders/{id}/lines                          | GET api.example.com:8443 /orders/{id}/lines
			https://me:secret@api.example.com/v1/a/{id} | GET api.example.com:8443 /v1/a/{id}
			{base}/orders/{id}?key=secret&a={a}#secret  | GET api.example.com:8443 {base}/orders/{id}
			/orders/4711/lines/{line}                   | GET api.example.com:8443 /orders/*/lines/{line}
			/hooks/T0secret/aVeryLongWordThatNobodyWouldWrite/{x} | GET api.example.com:8443 /hooks/*/*/{x}
			/orders/{id}.json                           | GET api.example.com:8443 /orders/*
			/orders/4711                                | GET api.example.com:8443
			/find?name={name}                           | GET api.example.com:8443
			https://api.example.com?name={name}         | GET api.example.com:8443
			                                            | GET api.example.com:8443
			""")
	void saysNothingThatMayBeSecret(@Nullable String template, String expected) {
		URI uri = URI.create("https://me:secret@api.example.com:8443/orders/4711?key=secret#secret");
		assertThat(HttpCall.of("GET", uri, template)).hasToString(expected);
	}

	@Test
	void namesHostsThatAreNoneToJava() {
		assertThat(HttpCall.of("POST", URI.create("http://me:pw@my_service:8080/x"), null))
			.hasToString("POST my_service:8080");
		assertThat(HttpCall.of("POST", URI.create("/x"), null)).hasToString("POST an unknown host");
		assertThat(HttpCall.of("POST", null, null)).hasToString("POST an unknown host");
	}

	@Test
	void aHostWithAVariableIsOneOfMany() {
		URI uri = URI.create("https://acme.api.example.com/orders/7");
		assertThat(HttpCall.of("GET", uri, "https://{tenant}.api.example.com/orders/{id}"))
			.hasToString("GET {tenant}.api.example.com /orders/{id}");
		assertThat(HttpCall.of("GET", uri, "https://me:pw@{host}?x=1")).hasToString("GET {host}");
	}

	@Test
	void isShortAndOnOneLine() {
		URI uri = URI.create("http://" + "a".repeat(300) + "/x");
		HttpCall call = HttpCall.of("A\nB", uri, "/{x}" + "/a".repeat(300));
		assertThat(call.toString()).hasSizeLessThan(350).doesNotContain("\n");
	}

}
