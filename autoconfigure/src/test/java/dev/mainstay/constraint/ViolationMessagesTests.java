package dev.mainstay.constraint;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.StaticMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ViolationMessages}.
 */
class ViolationMessagesTests {

	private final Finding finding = Finding.parsed(ViolationKind.UNIQUE)
		.withTable("PUBLIC", "CUSTOMER")
		.withConstraint("UQ_EMAIL_ADDRESS")
		.withColumns(List.of("EMAIL_ADDRESS"));

	private final StaticMessageSource source = new StaticMessageSource();

	@AfterEach
	void forgetLocale() {
		LocaleContextHolder.resetLocaleContext();
	}

	@ParameterizedTest
	@EnumSource
	void hasPlainEnglishForEveryKind(ViolationKind kind) {
		for (Finding each : List.of(this.finding.withKind(kind), Finding.exact(kind))) {
			assertThat(Wording.message(each)).matches("[A-Z][^_]*\\.").doesNotContain("null ", "  ");
			assertThat(Wording.suggestion(each)).matches("[A-Z].*\\.").doesNotContain("null ", "  ");
		}
	}

	@Test
	void findsMessagesHoweverTheConstraintIsWritten() {
		for (String key : List.of("uq_email_address", "uqemailaddress", "customer.uq_email_address",
				"Customer.Email-Address")) {
			assertThat(messages(Map.of(key, "Taken: {columns} of {table}.")).message(this.finding)).as(key)
				.isEqualTo("Taken: email address of customer.");
		}
		assertThat(messages(Map.of("supplier.uq_email_address", "No.")).message(this.finding))
			.isEqualTo("The value of email address is already in use.");
	}

	@Test
	void findsMessagesInTheLanguageOfTheRequest() {
		this.source.addMessage("db.constraint.uq_email_address", Locale.GERMAN, "Schon vergeben: {1} ({0})");
		this.source.addMessage("db.constraint.unique", Locale.FRENCH, "{1} existe déjà");
		ViolationMessages messages = new ViolationMessages(new OneDatabase.Texts(Map.of(), Map.of()), this.source);
		LocaleContextHolder.setLocale(Locale.GERMAN);
		assertThat(messages.message(this.finding)).isEqualTo("Schon vergeben: email address (customer)");
		LocaleContextHolder.setLocale(Locale.FRENCH);
		assertThat(messages.message(this.finding)).isEqualTo("email address existe déjà");
		LocaleContextHolder.setLocale(Locale.ENGLISH);
		assertThat(messages.message(this.finding)).isEqualTo("The value of email address is already in use.");
	}

	@Test
	void doesNotTakeACodeForAMessage() {
		this.source.setUseCodeAsDefaultMessage(true);
		assertThat(new ViolationMessages(new OneDatabase.Texts(Map.of(), Map.of()), this.source).message(this.finding))
			.isEqualTo("The value of email address is already in use.");
	}

	private ViolationMessages messages(Map<String, String> messages) {
		return new ViolationMessages(new OneDatabase.Texts(messages, Map.of()), this.source);
	}

}
