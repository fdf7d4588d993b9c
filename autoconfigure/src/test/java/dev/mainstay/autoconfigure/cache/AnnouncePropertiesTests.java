package dev.mainstay.autoconfigure.cache;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;

import dev.mainstay.autoconfigure.environment.InvalidPropertyException;
import dev.mainstay.cache.cluster.UnpublishedChange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AnnounceProperties}.
 */
class AnnouncePropertiesTests {

	@Test
	void announcesNothingByDefault() {
		AnnounceProperties properties = bind();

		assertThat(properties.tables()).isEmpty();
		assertThat(properties.ifUnpublished()).isEqualTo(UnpublishedChange.PROCEED);
	}

	@Test
	void readsValues() {
		AnnounceProperties properties = bind("db.cache.announce.tables=Account, price",
				"db.cache.announce.if-unpublished=fail");

		assertThat(properties.tables()).isEqualTo(Set.of("account", "price"));
		assertThat(properties.ifUnpublished()).isEqualTo(UnpublishedChange.FAIL);
		assertThat(bind("db.cache.announce.tables=*").tables()).containsExactly("*");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			tables         | public.account | must be the name of a table, without schema, quotes or pattern
			tables         | acc*           | must be the name of a table, without schema, quotes or pattern
			tables         | `account`      | must be the name of a table, without schema, quotes or pattern
			tables         | account#rows   | must be the name of a table, without schema, quotes or pattern
			tables         | account,,price | has an empty name in it
			if-unpublished | fail           | has no effect, because no change is announced
			""")
	void saysWhatIsWrong(String name, String value, String reason) {
		String property = "db.cache.announce." + name;

		assertThatException().isThrownBy(() -> bind(property + "=" + value)).satisfies((ex) -> {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
			assertThat(cause).isInstanceOfSatisfying(InvalidPropertyException.class, (invalid) -> {
				assertThat(invalid.getProperty()).isEqualTo(property);
				assertThat(invalid.getReason()).isEqualTo(reason);
				assertThat(invalid.getAction()).contains("Type ");
			});
		});
	}

	@Test
	void refusesTablesWhereNobodyIsTold() {
		AnnounceProperties properties = bind("db.cache.announce.tables=account");

		assertThatExceptionOfType(InvalidPropertyException.class)
			.isThrownBy(() -> properties.check(CacheInvalidation.LOCAL))
			.withMessageContaining("db.cache.announce.tables=account")
			.withMessageContaining("db.cache.invalidation=local")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("Type db.cache.invalidation=postgres"));
	}

	@ParameterizedTest
	@EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
	void takesTablesWhereOthersAreTold(CacheInvalidation invalidation) {
		AnnounceProperties properties = bind("db.cache.announce.tables=account");

		properties.check(invalidation);

		assertThat(properties.tables()).containsExactly("account");
	}

	private static AnnounceProperties bind(String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		return Binder.get(environment).bindOrCreate("db.cache.announce", AnnounceProperties.class);
	}

}
