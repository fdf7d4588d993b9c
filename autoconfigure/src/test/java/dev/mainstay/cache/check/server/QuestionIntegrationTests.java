package dev.mainstay.cache.check.server;

import java.sql.Connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a {@link Question} means what the server takes it for.
 */
class QuestionIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	@Test
	void answersWhatTheServerAnswers() throws Exception {
		try (Database register = new Database(database.url(), database.username(), database.password());
				Connection connection = database.connect()) {
			register.prepare();
			connection.createStatement().execute("UPDATE reg_a SET version = id, mark = 3 WHERE id < 7");
			connection.createStatement().execute("UPDATE reg_b SET version = 7 - id, grp = 1 WHERE id < 7");
			connection.createStatement().execute("DELETE FROM reg_b WHERE id = 4");
			Register known = new Register(register.rows());

			for (Kind kind : Kind.values()) {
				for (Binding binding : Binding.values()) {
					for (int id = 1; id <= Place.ROWS; id++) {
						Question question = new Question(kind, id % 2, id, 1 + id % Place.GROUPS, binding);
						assertThat(question.ask(connection)).as("%s", question).isEqualTo(question.answer(known));
					}
				}
			}
		}
	}

}
