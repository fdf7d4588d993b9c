package dev.mainstay.autoconfigure.observe.detect;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.scheduling.config.ScheduledTaskHolder;

import dev.mainstay.autoconfigure.endpoint.RunningApplication;
import dev.mainstay.kitchen.BackgroundWork;
import dev.mainstay.kitchen.Kitchen;
import dev.mainstay.kitchen.LookAlikes;
import dev.mainstay.kitchen.RecipeService;
import dev.mainstay.observe.detect.Finding;
import dev.mainstay.observe.detect.FindingKind;
import dev.mainstay.observe.detect.Findings;
import dev.mainstay.operation.WorkScope;
import dev.mainstay.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that N+1 queries are found, wherever they come from, and that what looks like
 * them is not, on PostgreSQL.
 */
@ExtendWith(OutputCaptureExtension.class)
class RepeatedQueriesIntegrationTests {

	@RegisterExtension
	static final TestDatabase database = TestDatabase.postgres();

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = RunningApplication.start(new Class<?>[] { Kitchen.class },
				"spring.datasource.url=" + database.url(), "spring.datasource.username=" + database.username(),
				"spring.datasource.password=" + database.password(), "spring.jpa.hibernate.ddl-auto=create",
				"management.endpoints.web.exposure.include=database");
		Kitchen.fill(application.context());
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void forget() {
		findings().clear();
	}

	private static Findings findings() {
		return bean(Findings.class);
	}

	private static <T> T bean(Class<T> type) {
		return application.context().getBean(type);
	}

	private static LookAlikes lookAlikes() {
		return bean(LookAlikes.class);
	}

	private static Finding get(String path) {
		assertThat(application.get(path).status()).isEqualTo(200);
		return found();
	}

	// A request is over a moment after its answer has arrived.
	private static Finding found() {
		await().until(() -> findings().all().stream().anyMatch((one) -> one.count() >= Kitchen.RECIPES));
		assertThat(findings().all()).hasSize(1);
		Finding finding = findings().all().get(0);
		assertThat(finding.kind()).isEqualTo(FindingKind.N_PLUS_ONE);
		assertThat(finding.count()).isEqualTo(Kitchen.RECIPES);
		return finding;
	}

	private static void assertNothingFound() {
		assertThat(findings().all()).isEmpty();
		assertThat(WorkScope.current()).isNull();
	}

	@Test
	void findsACollectionThatIsLoadedForEachEntity(CapturedOutput output) {
		Finding finding = get("/ingredients");
		assertThat(finding.entity()).isEqualTo("Ingredient");
		assertThat(finding.table()).isEqualTo("ingredient");
		assertThat(finding.place())
			.startsWith("dev.mainstay.kitchen.RecipeService.countIngredients(RecipeService.java:");
		assertThat(finding.operation()).isEqualTo("RecipeController.ingredients");
		assertThat(finding.advice()).contains("join fetch", "@EntityGraph", "@BatchSize");
		assertThat(finding.dataSource()).isEqualTo("dataSource");
		await().untilAsserted(() -> assertThat(output).containsOnlyOnce("N+1 queries of 'Ingredient'"));
		get("/ingredients");
		await().until(() -> findings().all().get(0).units() == 2);
		await().untilAsserted(() -> assertThat(findings().all().get(0).count()).isEqualTo(Kitchen.RECIPES));
		assertThat(output).containsOnlyOnce("N+1 queries of 'Ingredient'");
	}

	@Test
	void findsEntitiesThatAreLoadedThroughReferences() {
		Kitchen.work(() -> bean(RecipeService.class).lettersOfAuthors());
		Finding finding = found();
		assertThat(finding.entity()).isEqualTo("Author");
		assertThat(finding.place()).startsWith("dev.mainstay.kitchen.RecipeService.lettersOfAuthors(");
	}

	@Test
	void findsWhatTheAnswerLoadsWhileItIsWritten() {
		Finding finding = get("/recipes");
		assertThat(finding.entity()).isEqualTo("Ingredient");
		assertThat(finding.operation()).isEqualTo("RecipeController.recipes");
		assertThat(finding.place()).isNotNull();
	}

	@Test
	void findsAnAsynchronousCallWithoutATransaction() {
		assertThat(bean(BackgroundWork.class).printTitles().join()).isPositive();
		Finding finding = found();
		assertThat(finding.entity()).isEqualTo("Recipe");
		assertThat(finding.place()).startsWith("dev.mainstay.kitchen.RecipeService.titlesById(");
	}

	@Test
	void findsAScheduledTask() {
		bean(ScheduledTaskHolder.class).getScheduledTasks().forEach((task) -> task.getTask().getRunnable().run());
		Finding finding = found();
		assertThat(finding.operation()).isEqualTo("BackgroundWork.countPortions");
		assertThat(WorkScope.current()).isNull();
	}

	@Test
	void findsALoopOverJdbcTemplate() {
		Finding finding = get("/portions");
		assertThat(finding.operation()).isEqualTo("RecipeController.portions");
		assertThat(finding.place()).startsWith("dev.mainstay.kitchen.RecipeController.portions(RecipeController.java:");
		assertThat(finding.advice()).contains("IN");
	}

	@Test
	void findsALoopOverFindByIdWithoutATransaction() {
		assertThat(get("/titles").entity()).isEqualTo("Recipe");
	}

	@Test
	void findsACollectionOfValues() {
		Kitchen.work(() -> bean(RecipeService.class).countTags());
		Finding finding = found();
		assertThat(finding.entity()).isEqualTo("Recipe.tags");
		assertThat(finding.place()).startsWith("dev.mainstay.kitchen.RecipeService.countTags(");
	}

	@Test
	void findsALoopOverAnotherService() {
		Finding finding = get("/names");
		assertThat(finding.entity()).isEqualTo("Author");
		assertThat(finding.place()).startsWith("dev.mainstay.kitchen.AuthorService.name(");
	}

	@Test
	void findsAStreamThatLoadsOnTheWay() {
		Kitchen.work(() -> bean(RecipeService.class).countInStream());
		assertThat(found().place()).startsWith("dev.mainstay.kitchen.RecipeService.countInStream(");
	}

	@Test
	void findsValuesThatAreWrittenIntoTheText() {
		Finding finding = get("/literals");
		assertThat(finding.statement()).isEqualTo("select name from ingredient where recipe_id = ?");
	}

	@Test
	void findsTheLatestRowOfEach() {
		assertThat(get("/latest").operation()).isEqualTo("RecipeController.latest");
	}

	@Test
	void findsATransactionThatNobodyAskedFor() {
		assertThat(bean(RecipeService.class).countIngredients()).isEqualTo(100);
		assertThat(found().operation()).isEqualTo("RecipeService.countIngredients");
		assertThat(WorkScope.current()).isNull();
	}

	@Test
	void showsFindingsAtTheEndpoint() {
		get("/portions");
		String body = application.get("/actuator/database/findings").body();
		assertThat(body).contains("\"kind\":\"n-plus-one\"", "\"count\":50", "\"entity\":\"Recipe\"",
				"\"operation\":\"RecipeController.portions\"", "\"omitted\":0");
	}

	@Test
	void findsPaginationInMemoryAndLeavesItAsItIs(CapturedOutput output) {
		Kitchen.work(() -> assertThat(lookAlikes().pageInMemory()).isEqualTo(5));
		assertThat(findings().all()).hasSize(1);
		Finding finding = findings().all().get(0);
		assertThat(finding.kind()).isEqualTo(FindingKind.IN_MEMORY_PAGINATION);
		assertThat(finding.place()).startsWith("dev.mainstay.kitchen.LookAlikes.pageInMemory(");
		assertThat(output).contains("HHH90003004").containsOnlyOnce("Pagination in memory");
	}

	@Test
	void findsTheSameQuestionAskedAgainAndAgain() {
		Kitchen.work(() -> lookAlikes().identical(12));
		assertThat(findings().all()).hasSize(1);
		Finding finding = findings().all().get(0);
		assertThat(finding.kind()).isEqualTo(FindingKind.IDENTICAL_QUERIES);
		assertThat(finding.count()).isEqualTo(12);
		assertThat(finding.place()).startsWith("dev.mainstay.kitchen.LookAlikes.identical(");
	}

	@Test
	void letsBatchFetchingBe() {
		Kitchen.work(() -> assertThat(bean(RecipeService.class).countPhotos()).isEqualTo(100));
		assertNothingFound();
	}

	@Test
	void letsPagesByOffsetBe() {
		Kitchen.work(() -> assertThat(lookAlikes().pagesByOffset(5)).isEqualTo(10));
		assertNothingFound();
	}

	@Test
	void letsPagesByKeyBe() {
		Kitchen.work(() -> assertThat(lookAlikes().pagesByKey(5)).isEqualTo(10));
		assertNothingFound();
	}

	@Test
	void letsALargeInsertBe() {
		Kitchen.work(() -> lookAlikes().insert(10_000));
		assertNothingFound();
	}

	@Test
	void letsRetriesBe() {
		Kitchen.work(() -> lookAlikes().retry(12));
		assertNothingFound();
	}

	@Test
	void letsUnitsThatAreTriedAgainBe() {
		Kitchen.work(() -> assertThat(lookAlikes().triedAgain(5)).isEqualTo(5));
		assertNothingFound();
	}

	@Test
	void letsAttemptsThatAreRolledBackBe() {
		Kitchen.work(() -> lookAlikes().rolledBack(5));
		assertNothingFound();
	}

	@Test
	void letsPollingBe() {
		AtomicInteger polls = new AtomicInteger();
		Kitchen.work(() -> await().pollInSameThread()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(60))
			.until(() -> {
				lookAlikes().poll(polls.get());
				return polls.incrementAndGet() == 12;
			}));
		assertNothingFound();
	}

	@Test
	void letsABatchJobBe() {
		Kitchen.work(() -> lookAlikes().job());
		assertNothingFound();
	}

	@Test
	void letsListsOfKeysBe() {
		Kitchen.work(() -> lookAlikes().lists());
		assertNothingFound();
	}

	@Test
	void letsFiftyDifferentStatementsBe() {
		Kitchen.work(() -> lookAlikes().differentStatements(50));
		assertNothingFound();
	}

	@Test
	void letsDifferentPlacesBe() {
		Kitchen.work(() -> assertThat(lookAlikes().differentPlaces()).isEqualTo(24));
		assertNothingFound();
	}

	@Test
	void letsAFewIdenticalQueriesBe() {
		Kitchen.work(() -> lookAlikes().identical(9));
		assertNothingFound();
	}

	@Test
	void letsLockingBe() {
		Kitchen.work(() -> lookAlikes().locks());
		assertNothingFound();
	}

	@Test
	void letsMigrationsBe() throws SQLException {
		lookAlikes().migrate();
		assertNothingFound();
	}

	@Test
	void letsAQueueBe() {
		Kitchen.work(() -> assertThat(lookAlikes().workThroughQueue(20)).isEqualTo(20));
		assertNothingFound();
	}

	@Test
	void letsFourRowsBe() {
		Kitchen.work(() -> lookAlikes().some(4));
		assertNothingFound();
		Kitchen.work(() -> lookAlikes().some(5));
		assertThat(findings().all()).hasSize(1);
	}

}
